package io.borelog.tools.torture;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Kills stages of a pipeline under load at random moments, lets it drain, checks. Mostly one stage, sometimes several at once, the whole
 * pipeline with its supervisor, or the supervisor alone; now and then again before all are back. Ends by itself.
 */
public final class Torture {
    /** Beside the names of stages in {@link TorturePlan#victims()}: everything, and the supervisor alone. */
    public static final String WHOLE = "whole";
    public static final String SUPERVISOR = "supervisor";

    private static final int TOOLS = 10;
    private static final int PUBLISHERS = 5;
    private static final int RUN_SECONDS = 20;
    private static final int TALK_EVERY = 25;
    private static final long TICK_MS = 3;
    private static final long BACK_LIMIT_S = 60;
    private static final long DRAIN_LIMIT_S = 180;
    private static final double PAUSE_MAX_S = 2;
    private static final double WITHOUT_WAITING = 0.2;
    private static final double OFTEN_SEVERAL = 0.15;
    private static final double OFTEN_WHOLE = 0.08;
    private static final double OFTEN_SUPERVISOR = 0.04;

    private final TorturePlan plan;
    private final Launcher launcher;
    private final Inspection inspection;
    private final CountDownLatch stopped;
    private final Random random;
    private final RestartTimes times = new RestartTimes();
    private final Map<String, Integer> killedBy = new TreeMap<>();
    private final List<String> troubles = new ArrayList<>();
    private Pipeline pipeline;
    private StageWatch watch;
    private int kills;

    /** @param stopped counted down by whoever wants an early end */
    public Torture(final TorturePlan plan, final Launcher launcher, final Inspection inspection, final CountDownLatch stopped) {
        this.plan = plan;
        this.launcher = launcher;
        this.inspection = inspection;
        this.stopped = stopped;
        this.random = new Random(plan.seed());
    }

    /** To be called once; leaves no process behind. */
    public TortureReport run() throws IOException, InterruptedException {
        final long startNs = System.nanoTime();
        Files.createDirectories(plan.work());
        final int port = freePort();
        final List<String> arguments = new ArrayList<>(plan.settings());
        arguments.addAll(List.of("--set", "mqtt.host=127.0.0.1", "--set", "mqtt.port=" + port));
        try (Pipeline up = new Pipeline(launcher, plan.data(), arguments, plan.work().resolve("up.log"));
            StageWatch stages = new StageWatch(plan.data(), plan.processes(), times);
            Load load = new Load(launcher, plan.work(), port, plan.seed())) {
            pipeline = up;
            watch = stages;
            watch.allDown(null, System.nanoTime());
            pipeline.start();
            Checks checks = null;
            if (awaitReady()) {
                load.start(TOOLS, PUBLISHERS, plan.holesPerSecond(), RUN_SECONDS);
                kill(load);
                while (!load.hasEnded() && goesOn()) {
                    tick();
                }
                checks = awaitReady() ? drainAndCheck(load) : null;
            }
            troubles.addAll(pipeline.unexpected());
            return new TortureReport(
                kills, killedBy, (System.nanoTime() - startNs) / 1e9, load.givenUp(), times, troubles, checks);
        }
    }

    /** Below the ports that the kernel gives to clients, so that it is still free when the pipeline comes back. */
    static int freePort() throws IOException {
        final Random any = new Random();
        for (int attempt = 0; attempt < 100; attempt++) {
            try (ServerSocket socket = new ServerSocket(10_000 + any.nextInt(20_000), 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (final IOException ex) {
                continue; // taken
            }
        }
        throw new IOException("no free port");
    }

    private void kill(final Load load) throws IOException, InterruptedException {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(plan.seconds());
        boolean waits = true;
        long nextNs = System.nanoTime() + pauseNs();
        while (kills < plan.kills() && System.nanoTime() < endNs && goesOn()) {
            tick();
            if (load.hasEnded()) {
                load.start(TOOLS, PUBLISHERS, plan.holesPerSecond(), RUN_SECONDS);
            }
            if (waits && !watch.allReady()) {
                nextNs = System.nanoTime() + pauseNs();
            } else if (System.nanoTime() >= nextNs) {
                final int before = kills;
                killSomething();
                if (kills > before && kills % TALK_EVERY == 0) {
                    System.err.println("borelog torture: " + kills + " kills " + killedBy);
                }
                waits = random.nextDouble() >= WITHOUT_WAITING;
                nextNs = System.nanoTime() + pauseNs();
            }
        }
    }

    private long pauseNs() {
        return (long) (random.nextDouble() * PAUSE_MAX_S * 1e9);
    }

    private void killSomething() throws InterruptedException {
        if (!plan.victims().isEmpty()) {
            kill(plan.victims().get(random.nextInt(plan.victims().size())));
            return;
        }
        final double what = random.nextDouble();
        if (what < OFTEN_WHOLE) {
            kill(WHOLE);
        } else if (what < OFTEN_WHOLE + OFTEN_SUPERVISOR) {
            kill(SUPERVISOR);
        } else {
            killStages(plan.processes(), what < OFTEN_WHOLE + OFTEN_SUPERVISOR + OFTEN_SEVERAL
                ? 2 + random.nextInt(plan.processes().size() - 1) : 1);
        }
    }

    private void kill(final String victim) throws InterruptedException {
        switch (victim) {
            case WHOLE -> {
                watch.allDown(RestartTimes.AFTER_WHOLE, System.nanoTime());
                pipeline.killAll();
                count(WHOLE);
            }
            case SUPERVISOR -> {
                watch.allDown(RestartTimes.AFTER_SUPERVISOR, System.nanoTime());
                pipeline.killSupervisor();
                count(SUPERVISOR);
            }
            default -> killStages(List.of(victim), 1);
        }
    }

    private void killStages(final List<String> among, final int wanted) {
        final List<String> victims = new ArrayList<>(among);
        Collections.shuffle(victims, random);
        int hit = 0;
        for (int i = 0; i < victims.size() && hit < wanted; i++) { // one that is not there just now cannot be killed
            final long nowNs = System.nanoTime();
            final long pid = pipeline.kill(victims.get(i));
            if (pid != 0) {
                watch.killed(victims.get(i), pid, wanted > 1 ? RestartTimes.WITH_OTHERS : RestartTimes.ALONE, nowNs);
                killedBy.merge(victims.get(i), 1, Integer::sum);
                hit++;
            }
        }
        if (hit > 1) {
            killedBy.merge("several at once", 1, Integer::sum);
        }
        kills += hit > 0 ? 1 : 0;
    }

    private void count(final String what) {
        kills++;
        killedBy.merge(what, 1, Integer::sum);
    }

    private boolean awaitReady() throws IOException, InterruptedException {
        while (!watch.allReady() && goesOn()) {
            tick();
        }
        return watch.allReady();
    }

    private void tick() throws IOException, InterruptedException {
        pipeline.keepUp();
        watch.poll(System.nanoTime());
        final String down = watch.downFor(BACK_LIMIT_S, System.nanoTime());
        if (!down.isEmpty() && troubles.isEmpty()) {
            troubles.add("not back within " + BACK_LIMIT_S + " s: " + down);
        }
        stopped.await(TICK_MS, TimeUnit.MILLISECONDS);
    }

    private boolean goesOn() {
        return troubles.isEmpty() && stopped.getCount() > 0;
    }

    private Checks drainAndCheck(final Load load) throws IOException, InterruptedException {
        if (!Drain.await(plan.data(), inspection, DRAIN_LIMIT_S, stopped) && stopped.getCount() > 0) {
            troubles.add("not drained within " + DRAIN_LIMIT_S + " s");
        }
        load.close();
        final int code = pipeline.stop();
        if (code != 0) {
            troubles.add("up ended with " + code);
        }
        return Checks.of(plan.data(), load.acked(), inspection);
    }
}
