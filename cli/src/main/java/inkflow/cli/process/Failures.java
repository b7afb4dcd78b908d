package inkflow.cli.process;

import inkflow.cli.options.LoggingOptions;
import inkflow.jobs.InvalidOptionsException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints one line per failure on stderr; with {@code -v} also the stack trace. */
public final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + e.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(e, command.getErr())) {
      command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + message(e));
    if (LoggingOptions.isVerbose()) {
      e.printStackTrace(command.getErr());
    }
    return isMisuse(e) ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
  }

  /** Whether wrong options caused the failure, which gives exit code 2. */
  private static boolean isMisuse(Throwable e) {
    return e instanceof InvalidOptionsException || (isWrapper(e) && isMisuse(e.getCause()));
  }

  /** The outermost message that is not empty, then the innermost cause's if it adds something. */
  public static String message(Throwable e) {
    Throwable outer = e;
    while (isWrapper(outer)) {
      outer = outer.getCause();
    }
    Throwable inner = outer;
    while (inner.getCause() != null && inner.getCause() != inner) {
      inner = inner.getCause();
    }
    String said = text(outer);
    return inner == outer || said.contains(text(inner)) ? said : said + ": " + text(inner);
  }

  private static boolean isWrapper(Throwable e) {
    return e.getCause() != null
        && (e instanceof CompletionException || e instanceof ExecutionException);
  }

  private static String text(Throwable e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
