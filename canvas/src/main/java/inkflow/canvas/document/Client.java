package inkflow.canvas.document;

import inkflow.Role;

/**
 * What a document stores about one client. Immutable.
 *
 * @param lastEvent the document's event count when this client last sent one
 * @param role null where it has not joined, or has left
 * @param displayName null for none
 */
record Client(long lastEvent, Role role, String displayName, History history) {
  static final Client NEW = new Client(0, null, null, History.EMPTY);

  boolean joined() {
    return role != null;
  }

  Client heard(long event) {
    return new Client(event, role, displayName, history);
  }

  Client as(Role newRole, String newName) {
    return new Client(lastEvent, newRole, newName, history);
  }

  Client with(History changed) {
    return new Client(lastEvent, role, displayName, changed);
  }
}
