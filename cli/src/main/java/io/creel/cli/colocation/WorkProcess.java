package io.creel.cli.colocation;

import io.creel.cli.CpuWork;
import io.creel.schedulers.os.OsOutcome;
import io.creel.schedulers.os.SchedulingPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process whose one busy thread does the same work on the same core. It answers each byte of its standard input by
 * the number of pieces so far, and ends with its input, so also when its parent is killed.
 */
final class WorkProcess implements AutoCloseable {
    private final Process process;
    private final OutputStream questions;
    private final BufferedReader answers;

    WorkProcess(Setup setup) throws IOException {
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), WorkProcess.class.getName(),
                Integer.toString(setup.work().rounds()), Integer.toString(setup.line().work().nice())));
        process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        questions = process.getOutputStream();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String tid = answers.readLine();
        if (tid == null) {
            throw new IOException("the process that works did not start: command=" + String.join(" ", words));
        }
        OsOutcome admitted = setup.settings().admit(Integer.parseInt(tid));
        if (!admitted.inForce()) {
            close();
            throw new IOException("the process that works is not on the core: " + admitted);
        }
    }

    /** Runs in the process. Arguments: the rounds of a piece, and the nice value of the thread that works. */
    public static void main(String[] args) throws Exception {
        var work = new ColocatedWork(CpuWork.ofRounds(Integer.parseInt(args[0])));
        SchedulingPolicy policy = SchedulingPolicy.nice(Integer.parseInt(args[1]));
        Thread.ofPlatform().daemon().name("app-work").start(() -> {
            System.out.println(Setup.tid());
            Setup.policy(policy);
            work.run(() -> {
            });
        });
        while (System.in.read() >= 0) {
            System.out.println(work.pieces());
        }
    }

    /** Returns how many pieces it has done. */
    long pieces() {
        try {
            questions.write('?');
            questions.flush();
            return Long.parseLong(String.valueOf(answers.readLine()));
        } catch (IOException | NumberFormatException gone) {
            throw new UncheckedIOException(
                    new IOException("the process that works has ended: pid=" + process.pid(), gone));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
