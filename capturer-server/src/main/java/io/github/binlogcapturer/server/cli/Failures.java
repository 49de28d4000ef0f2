package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.error.CapturerException;
import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.server.capture.RefusedException;
import io.github.binlogcapturer.server.logging.SecretMask;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;

/** Says in one paragraph why a command failed, and with which exit code it ends. */
final class Failures {

    private Failures() {}

    static int exitCode(Throwable failure) {
        if (failure instanceof CommandException own) {
            return own.exitCode();
        }
        return failure instanceof ConfigurationException ? ExitCodes.USAGE : ExitCodes.PROBLEM;
    }

    /** Returns the paragraph, without secrets. */
    static String explain(Throwable failure) {
        return SecretMask.mask(text(failure));
    }

    private static String text(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof CommandException
                || failure instanceof CapturerException
                || failure instanceof RefusedException) {
            return message;
        }
        if (failure instanceof InterruptedException) {
            return "Interrupted before it was done";
        }
        if (failure instanceof SQLException sql) {
            return message + " (SQL state " + sql.getSQLState() + ", error " + sql.getErrorCode()
                    + "); check address, account and rights";
        }
        if (failure instanceof FileSystemException file) {
            return file(file);
        }
        if (failure instanceof IOException) {
            return "Input or output failed: " + (failure.getMessage() == null ? failure.toString() : message);
        }
        if (failure instanceof OutOfMemoryError) {
            return "Out of memory (" + message + "); give the JVM more with -Xmx, or lower the capture's memory limit";
        }
        return "Unexpected " + failure.getClass().getName() + ": " + message
                + ". This is a defect of the program; run it again with --stacktrace and report what it prints";
    }

    private static String file(FileSystemException failure) {
        String file = failure.getFile();
        if (failure instanceof NoSuchFileException) {
            return "There is no file " + file;
        }
        if (failure instanceof AccessDeniedException) {
            return "No right to use " + file + "; run as the account that owns it, or change its owner";
        }
        return "File " + file + ": " + (failure.getReason() == null ? failure.toString() : failure.getReason());
    }

    /** Prints the paragraph, and the stack where asked for. */
    static void print(Throwable failure, PrintWriter err, boolean withStack) {
        err.println("capturer: " + explain(failure));
        if (withStack) {
            StringWriter stack = new StringWriter();
            failure.printStackTrace(new PrintWriter(stack));
            err.print(SecretMask.mask(stack.toString()));
        }
        err.flush();
    }
}
