package io.borelog.journal.config;

import static io.borelog.journal.config.Rule.bytes;
import static io.borelog.journal.config.Rule.choice;
import static io.borelog.journal.config.Rule.duration;
import static io.borelog.journal.config.Rule.number;
import static io.borelog.journal.config.Rule.text;
import static io.borelog.journal.config.Rule.topicLevels;

/** Every setting: key, default, rule, sentence. A deciding one reaches the stages behind ingest only through CONFIG records. */
public enum Setting {
    DURABILITY("durability", "disk", choice("disk", "page-cache"),
        "what an ack promises: forced to the device, or held by the page cache"),
    MQTT_HOST("mqtt.host", "127.0.0.1", text(1, 255), "address on which the endpoint listens"),
    MQTT_PORT("mqtt.port", "1883", number(0, 65_535), "port of the endpoint; 0 takes a free one"),
    MQTT_MAX_PACKET("mqtt.max-packet", "1MiB", bytes(1 << 10, 8 << 20), "largest MQTT packet accepted, bytes"),
    MQTT_MAX_CONNECTIONS("mqtt.max-connections", "10000", number(1, 1_000_000), "connections beyond this are refused"),
    MQTT_RECEIVE_MAXIMUM("mqtt.receive-maximum", "1024", number(1, 65_535), "QoS 1 and 2 publishes one client may have unacknowledged"),
    MQTT_SESSION_EXPIRY("mqtt.session-expiry", "24h", duration("0s", "8760h"),
        "longest time that the session of an absent client is kept"),
    HTTP_PORT("http.port", "9090", number(0, 65_535), "port of metrics, health and console"),
    TOPIC_ROOT("topic.root", "OPCPUBSUB", topicLevels(64), "first level of the tools' topics", true),
    JOURNAL_CYCLE("journal.cycle", "256MiB", bytes(1 << 20, 1L << 30), "size at which a journal rolls to its next file"),
    JOURNAL_AHEAD("journal.ahead", "8MiB", bytes(1 << 20, 256 << 20),
        "space of a journal's file that is allocated ahead of its appender"),
    DISK_STOP("disk.stop", "256MiB", bytes(0, 1L << 50), "free space below which publishes are refused"),
    DISK_RESUME("disk.resume", "320MiB", bytes(0, 1L << 50), "free space at which they are taken again"),
    RETENTION_AGE("retention.age", "0s", duration("0s", "87600h"),
        "journal files older than this are removed where nobody needs them; 0s for never"),
    RETENTION_SIZE("retention.size", "0", bytes(0, 1L << 50), "oldest journal files are removed while all take more than this; 0 for never"),
    RETENTION_RECORDS("retention.records", "0", number(0, Long.MAX_VALUE),
        "oldest inbound files are removed while more records than this are held; 0 for never"),
    STAGE_IDLE("stage.idle", "backoff", choice("backoff", "yield", "spin"), "what an idle stage does: spin only on an isolated core"),
    STAGE_CPU("stage.cpu", "", text(0, 64), "core to pin the stage to; empty for none; for infer the first of its workers' cores"),
    CORRELATE_WINDOW("correlate.window", "30s", duration("1ms", "24h"), "how long a part waits for its partner, journal time", true),
    CORRELATE_GRACE("correlate.grace", "10s", duration("0s", "24h"), "added to the window before a part is given up", true),
    CORRELATE_HEADS_WAIT("correlate.heads-wait", "1s", duration("0s", "60s"),
        "how long a complete pair waits for its Heads where the tool sends them or is new", true),
    CORRELATE_TOOLS_MAX("correlate.tools-max", "10000", number(1, 4_000_000), "tools whose state is held; one more is a dead letter", true),
    INFER_WORKERS("infer.workers", "1", number(1, 64), "infer processes; a tool belongs to one of them", true),
    INFER_ESTIMATOR("infer.estimator", "onnx", choice("edge", "onnx"), "which estimator answers", true),
    INFER_MODEL("infer.model", "", text(0, 4_096), "folder of the onnx estimator's model; empty for the one that is shipped", true),
    INFER_THREADS("infer.threads", "1", number(1, 64), "threads inside one run of a model; bit-stable answers need 1"),
    INFER_BATCH("infer.batch", "8", number(1, 32), "most holes in one run of a model; bit-stable answers are computed hole by hole"),
    INFER_BATCH_DELAY("infer.batch-delay", "2ms", duration("0s", "1s"), "longest time that a hole waits for others to share its run"),
    INFER_BIT_STABLE("infer.bit-stable", "true", choice("true", "false"),
        "answers have the same bits whatever runs beside them: every hole in the same shape, one thread, on the CPU"),
    INFER_PROVIDER("infer.provider", "cpu", choice("cpu", "cuda"), "what runs the model; cuda falls back to cpu where there is none"),
    PUBLISH_BROKER("publish.broker", "", text(0, 255), "host:port of an external broker that is told every estimate; empty for none"),
    PUBLISH_CLIENT_ID("publish.client-id", "borelog", text(1, 64), "client id at the external broker"),
    PUBLISH_WINDOW("publish.window", "64", number(1, 65_535), "messages in flight to the external broker"),
    PUBLISH_NEGATIVE_DEPTH("publish.negative-depth", "publish", choice("publish", "skip", "warning"),
        "what the legacy topics do with a negative depth", true);

    private final String key;
    private final String standard;
    private final Rule rule;
    private final String sentence;
    private final boolean decides;

    Setting(final String key, final String standard, final Rule rule, final String sentence) {
        this(key, standard, rule, sentence, false);
    }

    Setting(final String key, final String standard, final Rule rule, final String sentence, final boolean decides) {
        this.key = key;
        this.standard = standard;
        this.rule = rule;
        this.sentence = sentence;
        this.decides = decides;
    }

    public String key() {
        return key;
    }

    public String standard() {
        return standard;
    }

    public Rule rule() {
        return rule;
    }

    public String sentence() {
        return sentence;
    }

    public boolean decides() {
        return decides;
    }

    /** @return the setting of this key, or null. */
    public static Setting of(final String key) {
        for (final Setting setting : values()) {
            if (setting.key.equals(key)) {
                return setting;
            }
        }
        return null;
    }
}
