package io.borelog.tools.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.borelog.tools.simulate.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Recorded holes through the whole pipeline: what goes in with ordinary clients, and what an ordinary subscriber gets. */
class RealHolesIT {
    @RegisterExtension
    private static final Pipeline PIPELINE = Pipeline.with("correlate.heads-wait=4s"); // a client process may start slowly

    private static final String LEGACY = "/ResultManagement.Results.0.ResultContent.DepthEstimation.";
    private static final Part[][] ORDERS = {
        {Part.RESULT, Part.TRACE, Part.HEADS}, {Part.RESULT, Part.HEADS, Part.TRACE}, {Part.TRACE, Part.RESULT, Part.HEADS},
        {Part.TRACE, Part.HEADS, Part.RESULT}, {Part.HEADS, Part.RESULT, Part.TRACE}, {Part.HEADS, Part.TRACE, Part.RESULT}};

    @Test
    void shouldTellTheTripleOnceInWhateverOrderItsFilesArrive() throws Exception {
        final List<String> tools = List.of("setitectest", "setitec002", "setitec003", "setitec004", "setitec005", "setitec006");
        final Path result = RealData.message("data_20250326", Part.RESULT);
        assertTrue(Files.exists(result));
        try (Strangers.Subscription subscription = Strangers.subscribe(PIPELINE.port(), keyPoints("+"), depths("+"), estimate("+"))) {
            for (int i = 0; i < ORDERS.length; i++) {
                for (final Part part : ORDERS[i]) {
                    Strangers.publish(PIPELINE.port(), part.topic(Gateway.TOOLBOX, tools.get(i)), RealData.message("data_20250326", part));
                }
            }
            for (final String tool : tools) {
                subscription.messages().await(1, message -> message.is(estimate(tool)));
            }
            sendMarker("marker-of-the-triple", subscription.messages());
            for (final String tool : tools) {
                assertTriple(tool, subscription.messages());
                assertEquals(3, PIPELINE.tail("outbound", "--kind", "OUT", "--tool", tool).size());
            }
        }
    }

    private static void assertTriple(final String tool, final Mailbox<Message> messages) {
        final JsonNode estimate = only(messages, estimate(tool)).json();
        assertEquals("OK", estimate.get("status").textValue());
        assertTrue(estimate.get("reason").isNull());
        assertEquals(List.of(Gateway.TOOLBOX, tool, "0", "440", "E00401009F45BACA", "2024-05-15T07:29:33Z"),
            Stream.of("toolbox", "tool", "machineId", "resultId", "headId", "sourceTimestamp").map(key -> estimate.get(key).textValue())
                .toList());
        assertEquals(List.of("estimateId", "toolbox", "tool", "machineId", "resultId", "headId", "sourceTimestamp", "status", "reason",
            "keyPoints", "depths", "model", "lineage", "latencyUs"), names(estimate));
        final double[] points = numbers(estimate.get("keyPoints"));
        final double[] depths = numbers(estimate.get("depths"));
        assertBetween(3.7, 4.4, points[0]);
        assertBetween(21.6, 22.1, points[1]);
        assertBetween(24.7, 25.3, points[2]);
        assertEquals(points[1] - points[0], depths[0]);
        assertEquals(points[2] - points[1], depths[1]);
        assertLegacy(only(messages, keyPoints(tool)), points);
        assertLegacy(only(messages, depths(tool)), depths);
    }

    /** To the byte what the legacy program wrote, but for the numbers and the version. */
    private static void assertLegacy(final Message message, final double[] values) {
        assertEquals(List.of("SourceTimestamp", "MachineId", "ResultId", "HeadId", "Value", "AlgoVersion"), names(message.json()));
        assertArrayEquals(values, numbers(message.json().get("Value")));
        final String begin = "{\"SourceTimestamp\": \"2024-05-15T07:29:33Z\", \"MachineId\": \"0\", \"ResultId\": \"440\", "
            + "\"HeadId\": \"E00401009F45BACA\", \"Value\": [";
        assertTrue(message.text().startsWith(begin), message::text);
        final String end = message.text().substring(begin.length());
        assertTrue(end.matches("\\d+\\.\\d+(, \\d+\\.\\d+)+\\], \"AlgoVersion\": \"\\d+\\.\\d+\\.\\d+\"\\}"), message::text);
    }

    @Test
    void shouldAnswerHolesOfOneStepInTheLegacyFormOfAnError() throws Exception {
        try (Gateway gateway = new Gateway(PIPELINE.port());
            Subscriber subscriber = Subscriber.paho(PIPELINE.port(), keyPoints("+"), depths("+"), estimate("+"))) {
            send(gateway, "aborted", "data_20250623", Part.RESULT, Part.TRACE, Part.HEADS);
            send(gateway, "scalars", "data1", Part.RESULT, Part.TRACE);
            final JsonNode aborted = subscriber.messages().await(1, message -> message.is(estimate("aborted"))).get(0).json();
            assertStatus("SINGLE_STEP", "1210", "E00401009F78AA43", aborted);
            assertLegacyError("aborted", "{\"SourceTimestamp\": \"2025-06-23T14:07:43Z\", \"MachineId\": \"0\", \"ResultId\": \"1210\", "
                + "\"HeadId\": \"E00401009F78AA43\", ", subscriber.messages());
            final JsonNode scalars = subscriber.messages().await(1, message -> message.is(estimate("scalars"))).get(0).json();
            assertStatus("SINGLE_STEP", "2412", null, scalars);
            assertEquals("23120040", scalars.get("machineId").textValue());
            assertLegacyError("scalars", "{\"SourceTimestamp\": \"2024-12-11T15:33:29Z\", \"MachineId\": \"23120040\", "
                + "\"ResultId\": \"2412\", \"HeadId\": null, ", subscriber.messages());
        }
    }

    private static void assertStatus(final String status, final String resultId, final String headId, final JsonNode estimate) {
        assertEquals(status, estimate.get("status").textValue());
        assertEquals(resultId, estimate.get("resultId").textValue());
        assertEquals(headId, estimate.get("headId").textValue());
        assertEquals(3, estimate.get("keyPoints").size());
        estimate.get("keyPoints").forEach(point -> assertTrue(point.isNull()));
    }

    private static void assertLegacyError(final String tool, final String identity, final Mailbox<Message> messages) {
        assertEquals(identity + "\"Value\": \"Error in keypoint estimation: Not enough steps to estimate depth\", \"Error\": true}",
            only(messages, keyPoints(tool)).text());
        assertEquals(identity + "\"Value\": \"Error in depth estimation: Not enough steps to estimate depth\", \"Error\": true}",
            only(messages, depths(tool)).text());
    }

    @Test
    void shouldNeverInventNumbersForHolesThatDoNotShowThem() throws Exception {
        try (Gateway gateway = new Gateway(PIPELINE.port());
            Subscriber subscriber = Subscriber.paho(PIPELINE.port(), estimate("+"))) {
            send(gateway, "ends-inside", "data0", Part.RESULT, Part.TRACE);
            send(gateway, "triangle", "data2", Part.RESULT, Part.TRACE);
            final JsonNode inside = subscriber.messages().await(1, message -> message.is(estimate("ends-inside"))).get(0).json();
            assertNotEquals("OK", inside.get("status").textValue());
            assertHonest(inside);
            assertEquals("2409", inside.get("resultId").textValue());
            final JsonNode triangle = subscriber.messages().await(1, message -> message.is(estimate("triangle"))).get(0).json();
            assertHonest(triangle);
            assertEquals("17070141", triangle.get("machineId").textValue());
        }
    }

    /** Three ordered numbers, or a reason. */
    private static void assertHonest(final JsonNode estimate) {
        final JsonNode points = estimate.get("keyPoints");
        assertEquals(3, points.size());
        if (estimate.get("status").textValue().equals("OK")) {
            final double[] mm = numbers(points);
            assertTrue(mm[0] < mm[1] && mm[1] < mm[2], () -> Arrays.toString(mm));
        } else {
            assertTrue(estimate.get("status").textValue().matches("[A-Z_]+"));
            assertFalse(estimate.get("reason").textValue().isBlank());
            assertTrue(IntStream.range(0, 3).anyMatch(i -> points.get(i).isNull()), "three numbers and a reason against them");
        }
    }

    @Test
    void shouldKeepTheFourStacksApartAndMeasureTheCoupon() throws Exception {
        final Path folder = RealData.folder().resolve("xls");
        final int[][] stacks = {{1874, 1883, 1953, 2023}, {1894, 1901, 1931, 2033}, {1884, 1943, 1993, 2003}, {1904, 1913, 1983, 2013}};
        try (Gateway gateway = new Gateway(PIPELINE.port());
            Subscriber subscriber = Subscriber.paho(PIPELINE.port(), estimate("+"))) {
            for (final int[] stack : stacks) {
                for (final int counter : stack) {
                    sendRecord(gateway, "mql", ofRun(folder.resolve("mdb-mql-1"), counter));
                }
            }
            sendRecord(gateway, "coupon", folder.resolve("coupon_ham/17070143_17070143_ST_1092_1.xls"));
            final List<JsonNode> run = subscriber.messages().await(16, message -> message.is(estimate("mql"))).stream()
                .map(Message::json).toList();
            final double[] s1 = exitsOf(run, stacks[0], 11.18, 16.68);
            final double[] s2 = exitsOf(run, stacks[1], 11.18, 22.29);
            final double[] s3 = exitsOf(run, stacks[2], 16.41, 21.33);
            final double[] s4 = exitsOf(run, stacks[3], 21.55, 27.01);
            assertTrue(max(s1) < min(s3) && max(s3) < min(s2) && max(s2) < min(s4), "the exits of two stacks overlap");
            final JsonNode coupon = subscriber.messages().await(1, message -> message.is(estimate("coupon"))).get(0).json();
            final double[] points = numbers(coupon.get("keyPoints"));
            assertEquals(8.0, points[2] - points[0], 0.15);
        }
    }

    private static double[] exitsOf(final List<JsonNode> run, final int[] counters, final double transitionMm, final double exitMm) {
        final double[] transitions = new double[counters.length];
        final double[] exits = new double[counters.length];
        for (int i = 0; i < counters.length; i++) {
            final String resultId = Integer.toString(counters[i]);
            final List<JsonNode> of = run.stream().filter(one -> one.get("resultId").textValue().equals(resultId)).toList();
            assertEquals(1, of.size(), resultId);
            assertEquals("OK", of.get(0).get("status").textValue(), resultId);
            assertEquals("E00401009F45C395", of.get(0).get("headId").textValue());
            final double[] points = numbers(of.get(0).get("keyPoints"));
            transitions[i] = points[1];
            exits[i] = points[2];
        }
        assertSpread(transitionMm, transitions);
        assertSpread(exitMm, exits);
        return exits;
    }

    private static void assertSpread(final double expectedMm, final double[] values) {
        final double mean = Arrays.stream(values).average().orElseThrow();
        final double variance = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum() / (values.length - 1);
        assertEquals(expectedMm, mean, 0.35);
        assertTrue(Math.sqrt(variance) <= 0.1, () -> "SD " + Math.sqrt(variance) + " mm of " + Arrays.toString(values));
    }

    private static Path ofRun(final Path folder, final int counter) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().contains("_ST_" + counter + "_")).findFirst().orElseThrow();
        }
    }

    private static void sendRecord(final Gateway gateway, final String tool, final Path file) throws IOException, MqttException {
        final RealData hole = RealData.xls(file);
        for (final Part part : ORDERS[0]) {
            gateway.send(tool, part, hole.payload(part));
        }
    }

    private static void send(final Gateway gateway, final String tool, final String set, final Part... parts)
        throws IOException, MqttException {
        for (final Part part : parts) {
            gateway.send(tool, part, Files.readAllBytes(RealData.message(set, part)));
        }
    }

    /** Results leave in the order of their holes: when this one is told, all before it have been. */
    private static void sendMarker(final String tool, final Mailbox<Message> messages) throws MqttException {
        try (Gateway gateway = new Gateway(PIPELINE.port())) {
            gateway.send(tool, 0, Part.RESULT, Part.TRACE, Part.HEADS);
            messages.await(1, message -> message.is(estimate(tool)));
        }
    }

    private static Message only(final Mailbox<Message> messages, final String topic) {
        final List<Message> found = messages.all(message -> message.is(topic));
        assertEquals(1, found.size(), topic);
        return found.get(0);
    }

    private static String keyPoints(final String tool) {
        return "OPCPUBSUB/" + Gateway.TOOLBOX + '/' + tool + LEGACY + "KeyPoints";
    }

    private static String depths(final String tool) {
        return "OPCPUBSUB/" + Gateway.TOOLBOX + '/' + tool + LEGACY + "DepthEstimation";
    }

    private static String estimate(final String tool) {
        return "borelog/" + Gateway.TOOLBOX + '/' + tool + "/estimate";
    }

    private static List<String> names(final JsonNode object) {
        final List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static double[] numbers(final JsonNode array) {
        return IntStream.range(0, array.size()).mapToDouble(i -> array.get(i).doubleValue()).toArray();
    }

    private static void assertBetween(final double low, final double high, final double value) {
        assertTrue(value >= low && value <= high, () -> value + " is not in " + low + " to " + high);
    }

    private static double min(final double[] values) {
        return Arrays.stream(values).min().orElseThrow();
    }

    private static double max(final double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }
}
