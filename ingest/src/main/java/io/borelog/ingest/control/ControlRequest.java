package io.borelog.ingest.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line that was asked: {@code {"redrive":[seq,...]}}, {@code {"set":{"key":"value",...}}} or {@code {"model":{...}}} as
 * {@link ModelChange} has it; answered by {@code {"ok":true,"seq":N}} or {@code {"ok":false,"error":"..."}}. Read on the socket's thread,
 * answered on the stage's.
 */
public final class ControlRequest {
    static final int MAX_REDRIVES = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Long> redrives = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private ModelChange modelChange;
    private volatile String answer;

    private ControlRequest() {
    }

    /** @throws ConfigurationException with the sentence for whoever asked */
    static ControlRequest parse(final String line) {
        final JsonNode root;
        try {
            root = JSON.readTree(line);
        } catch (final JsonProcessingException ex) {
            throw new ConfigurationException("a request is one line of JSON: " + ex.getOriginalMessage());
        }
        final ControlRequest request = new ControlRequest();
        if (root != null && root.size() == 1 && root.path("redrive").isArray()) {
            root.get("redrive").forEach(request::addRedrive);
        } else if (root != null && root.size() == 1 && root.path("set").isObject()) {
            root.get("set").properties().forEach(entry -> request.addSetting(entry.getKey(), entry.getValue()));
        } else if (root != null && root.size() == 1 && root.path("model").isObject()) {
            request.modelChange = ModelChange.parse(root.get("model"));
        } else {
            throw new ConfigurationException(
                "a request is {\"redrive\":[seq,...]}, {\"set\":{\"key\":\"value\"}} or {\"model\":{\"promote\":\"name@pin\"}}");
        }
        if (request.redrives.isEmpty() && request.settings.isEmpty() && request.modelChange == null) {
            throw new ConfigurationException("the request asks for nothing");
        }
        return request;
    }

    private void addRedrive(final JsonNode seq) {
        if (!seq.canConvertToLong() || !seq.isIntegralNumber()) {
            throw new ConfigurationException("redrive takes seqs of inbound: " + seq);
        }
        if (redrives.size() == MAX_REDRIVES) {
            throw new ConfigurationException("at most " + MAX_REDRIVES + " redrives at once");
        }
        redrives.add(seq.longValue());
    }

    private void addSetting(final String key, final JsonNode value) {
        final String text = value.isTextual() ? value.textValue() : value.toString();
        Settings.requireValid(key, text, "control");
        if (!Setting.of(key).decides()) {
            throw new ConfigurationException(key + " decides nothing that is recorded: set it in the configuration file and restart");
        }
        if (Setting.of(key) == Setting.INFER_ESTIMATOR || Setting.of(key) == Setting.INFER_MODEL) {
            throw new ConfigurationException(key + " is changed by borelog model promote, which loads the model first");
        }
        settings.put(key, text);
    }

    /** Seqs of messages to be tried again. */
    public List<Long> redrives() {
        return redrives;
    }

    /** Deciding settings, checked. */
    public Map<String, String> settings() {
        return settings;
    }

    /** @return null where nothing was asked of the models. */
    public ModelChange modelChange() {
        return modelChange;
    }

    /** @param seq of the newest record that it became, committed */
    public void done(final long seq) {
        final ObjectNode json = JSON.createObjectNode();
        json.put("ok", true).put("seq", seq);
        answer = json.toString();
    }

    public void refuse(final String error) {
        answer = refusal(error);
    }

    static String refusal(final String error) {
        final ObjectNode json = JSON.createObjectNode();
        json.put("ok", false).put("error", error);
        return json.toString();
    }

    /** @return null while there is none. */
    String answer() {
        return answer;
    }
}
