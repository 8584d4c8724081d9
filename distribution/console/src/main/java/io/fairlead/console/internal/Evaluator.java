package io.fairlead.console.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.felix.gogo.runtime.Closure;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.apache.felix.gogo.runtime.Parser;
import org.apache.felix.gogo.runtime.Parser.Executable;
import org.apache.felix.gogo.runtime.Parser.Operator;
import org.apache.felix.gogo.runtime.Parser.Program;
import org.apache.felix.gogo.runtime.Token;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Job;

/**
 * Runs commands in a Gogo session one by one, prints the result of each, and tells how they ended.
 *
 * <p>Gogo itself returns only the result of a list's last command, and stops at an exception even before {@code ||}. Here
 * {@code ;} goes on after a success only, {@code &&} and {@code ||} are as in sh, and every result is printed.
 */
final class Evaluator {

    private static final String RESULT_VARIABLE = "_";
    private static final String EXCEPTION_VARIABLE = "exception";
    private static final String SINGLE = "fairlead-command";

    private final CommandSession session;
    private final Report report;
    private final AtomicInteger error = new AtomicInteger();

    Evaluator(CommandSession session, Report report) {
        this.session = session;
        this.report = report;
        session.setJobListener((job, _, now) -> {
            if (now == Job.Status.Done && job.parent() == null && job.result() != null) {
                error.set(job.result().error());
            }
        });
    }

    /** Runs a list; the answer is 0, or the status of the command that failed and ended it. */
    int run(CharSequence list) {
        Program program;
        try {
            program = new Parser(list).program();
        } catch (RuntimeException e) {
            return report.failure(e);
        }
        return run(program);
    }

    /** Runs a list that was parsed already. */
    int run(Program program) {
        int status = 0;
        boolean skip = false;
        Iterator<Executable> tokens = program.tokens().iterator();
        while (tokens.hasNext()) {
            Executable command = tokens.next();
            Operator operator = tokens.hasNext() ? (Operator) tokens.next() : null;
            if (!skip) {
                status = runOne(program, command, operator);
            }
            if (is(operator, "&&")) {
                skip = status != 0;
            } else if (is(operator, "||")) {
                skip = status == 0;
            } else if (status != 0) {
                return status;
            } else {
                skip = false;
            }
        }
        return status;
    }

    /** Runs one command with arguments that reach it as they are: no Gogo syntax in them means anything. */
    int runCommand(String name, List<String> arguments) {
        Function command = (_, _) -> lookUp(name).execute(session, new ArrayList<>(arguments));
        session.put(SINGLE, command);
        return run(SINGLE);
    }

    private Function lookUp(String name) {
        String key = name.indexOf(':') < 0 ? "*:" + name : name;
        if (session.get(key) instanceof Function function) {
            return function;
        }
        throw new CommandNotFoundException(name);
    }

    private int runOne(Program program, Executable command, Operator operator) {
        List<Executable> alone = new ArrayList<>(List.of(command));
        if (is(operator, "&")) {
            alone.add(operator);
        }
        error.set(0);
        session.put(Closure.PIPE_EXCEPTION, null);
        long dispatched = System.nanoTime();
        try {
            Object result = session.execute(new Program(program, alone));
            session.put(RESULT_VARIABLE, result);
            print(result);
            return upstreamFailure().map(report::failure).orElseGet(error::get);
        } catch (Exception e) {
            session.put(EXCEPTION_VARIABLE, e);
            return report.failure(e);
        } finally {
            report.took(System.nanoTime() - dispatched);
        }
    }

    /** Why a command before the last one of a pipeline failed; Gogo does not throw it. */
    private Optional<Throwable> upstreamFailure() {
        return session.get(Closure.PIPE_EXCEPTION) instanceof Exception e && e.getSuppressed().length > 0
                ? Optional.of(e.getSuppressed()[0])
                : Optional.empty();
    }

    private void print(Object result) {
        if (result != null) {
            String text = session.format(result, Converter.INSPECT).toString();
            report.result(text.endsWith("\n") ? text : text + "\n");
        }
    }

    private static boolean is(Operator operator, String text) {
        return operator != null && Token.eq(text, operator);
    }
}
