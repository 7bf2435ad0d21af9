package io.borelog.tools.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.borelog.infer.SimulatedEstimator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** One tool and its script: QoS 1, a small window, sends again after a reconnect what was not acked; silent for a while now and then. */
final class Tool {
    static final long SECOND = 1_000_000_000L;
    private static final int[] GAPS_MS = {0, 100, 300, 2_000};
    private static final int[] DELAYS_S = {3, 20, 35, 50};
    private static final int[] AGAIN_MS = {100, 1_000, 15_000, 37_000};
    private static final int[] PAUSES_MS = {200, 1_000, 3_000, 30_000};
    private static final int[] OUTAGES_S = {5, 60};

    final String name;
    final Set<Integer> acked = new HashSet<>();
    private final Map<Integer, Sent> flight = new LinkedHashMap<>();
    private final ArrayDeque<Sent> todo = new ArrayDeque<>();
    private final int window;
    private int seenIncarnation;
    private long shiftNs;
    private int lastId;

    Tool(final String name, final int window) {
        this.name = name;
        this.window = window;
    }

    /** Holes with parts in any order, late, lost, repeated in new envelopes, and things that are no parts. */
    static Tool random(final String name, final SplittableRandom random, final boolean storm, final boolean reuseIds, final boolean real) {
        final Tool tool = new Tool(name, 3);
        final List<Sent> script = new ArrayList<>();
        final int style = random.nextInt(3);
        final int holes = 2 + random.nextInt(6);
        long startNs = random.nextLong(3 * SECOND);
        for (int n = 0; n < holes; n++) {
            final List<Part> parts = new ArrayList<>(List.of(Part.RESULT, Part.TRACE));
            if (style == 0 || style == 1 && random.nextBoolean()) {
                parts.add(Part.HEADS);
            }
            if (random.nextDouble() < .12) {
                parts.remove(random.nextInt(2));
            }
            if (random.nextDouble() < .04) {
                parts.add(random.nextBoolean() ? Part.OTHER : Part.BROKEN);
            }
            final float[] torqueA = torque(n, random, storm, real);
            long offsetNs = 0;
            while (!parts.isEmpty()) {
                final Part part = parts.remove(random.nextInt(parts.size()));
                offsetNs += GAPS_MS[random.nextInt(GAPS_MS.length)] * SECOND / 1_000;
                final boolean late = random.nextDouble() < (part == Part.HEADS ? .3 : .1);
                long atNs = startNs + offsetNs + (late ? DELAYS_S[random.nextInt(DELAYS_S.length)] * SECOND : 0);
                final int copies = 1 + (random.nextDouble() < .2 ? 1 : 0) + (random.nextDouble() < .05 ? 1 : 0);
                for (int copy = 0; copy < copies; copy++) {
                    script.add(tool.message(atNs, part, reuseIds ? n % 3 : n, n, torqueA));
                    atNs += AGAIN_MS[random.nextInt(AGAIN_MS.length)] * SECOND / 1_000;
                }
            }
            startNs += PAUSES_MS[random.nextInt(PAUSES_MS.length)] * SECOND / 1_000;
        }
        return tool.script(script);
    }

    private static float[] torque(final int n, final SplittableRandom random, final boolean storm, final boolean real) {
        final float[] torqueA = real ? drilled(random) : new float[] {n, 1, 2, random.nextInt(5), 0};
        final double x = random.nextDouble();
        if (x < (storm ? .3 : .03)) {
            torqueA[0] = SimulatedEstimator.POISON;
        } else if (x < (storm ? .35 : .08)) {
            torqueA[0] = SimulatedEstimator.THROWS;
        }
        return torqueA;
    }

    /** Air, a soft layer, a hard one, air: a sample every quarter mm. */
    private static float[] drilled(final SplittableRandom random) {
        final int first = 12 + random.nextInt(10);
        final int second = first + 20 + random.nextInt(20);
        final float[] torqueA = new float[second + 40];
        for (int i = 0; i < torqueA.length; i++) {
            torqueA[i] = (i < first ? 0 : i < second ? 2 : i < second + 24 ? 5 : 0) + random.nextInt(10) / 100f;
        }
        return torqueA;
    }

    Sent message(final long atNs, final Part part, final int resultId, final int moment, final float[] torqueA) {
        final String timestamp = "2024-05-15T07:" + (10 + moment / 60) + ":" + (moment % 60 < 10 ? "0" : "") + moment % 60 + "Z";
        final String headId = "head-" + moment;
        return new Sent(name, ++lastId, atNs, part, resultId, timestamp, headId, torqueA[0] == SimulatedEstimator.POISON,
            part.topic(name), part.payload(resultId, timestamp, headId, torqueA).getBytes(UTF_8));
    }

    Tool script(final List<Sent> messages) {
        messages.stream().sorted(Comparator.comparingLong(Sent::atNs)).forEach(todo::add);
        return this;
    }

    void step(final World world) {
        if (seenIncarnation != world.incarnation() && world.isConnected()) {
            seenIncarnation = world.incarnation();
            flight.values().forEach(sent -> world.net(this, sent));
        } else if (world.isConnected() && !todo.isEmpty() && todo.peek().atNs() + shiftNs <= world.nowNs() && flight.size() < window) {
            final Sent sent = todo.poll();
            flight.put(sent.id(), sent);
            world.net(this, sent);
        }
    }

    /** The tool is away for a while. */
    void outage(final SplittableRandom random) {
        shiftNs += OUTAGES_S[random.nextInt(OUTAGES_S.length)] * SECOND;
    }

    /** The rest comes within a minute from now. */
    void hurry(final long nowNs) {
        shiftNs = todo.isEmpty() ? 0 : Math.min(0, nowNs + 60 * SECOND - todo.peekLast().atNs());
    }

    void ack(final int id) {
        flight.remove(id);
        acked.add(id);
    }

    boolean isDone() {
        return todo.isEmpty() && flight.isEmpty();
    }
}
