package inkflow.cli;

import picocli.CommandLine.IVersionProvider;

/** The version this was built as; "dev" where it runs from classes. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"inkflow " + (version == null ? "dev" : version)};
  }
}
