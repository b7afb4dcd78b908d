package inkflow.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the jar; "dev" if it runs from class folders. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"inkflow " + (version == null ? "dev" : version)};
  }
}
