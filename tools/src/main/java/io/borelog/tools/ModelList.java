package io.borelog.tools;

import com.fasterxml.jackson.core.JsonGenerator;
import io.borelog.journal.model.ModelIntake;
import io.borelog.journal.model.ModelPlan;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.model.ModelStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What {@code model list} says: edge, the models of the store, and those of the program that are not in it yet. */
final class ModelList {
    private static final int SHORT = 12;

    private final ModelIntake intake;
    private final ModelPlan plan;

    /** One model; null where unknown. @param ref null where it is not kept */
    private record Line(String name, ModelRef ref, String version, String sha256, String loaded) {
    }

    /** @param plan null where inbound has no CONFIG yet */
    ModelList(final ModelIntake intake, final ModelPlan plan) {
        this.intake = intake;
        this.plan = plan;
    }

    void print(final Output out, final boolean json) {
        for (final Line line : lines()) {
            if (json) {
                out.object(fields -> write(fields, line));
            } else {
                out.line(text(line));
            }
        }
    }

    private List<Line> lines() {
        final List<ModelStore.Entry> kept = intake.store().entries();
        final List<Line> lines = new ArrayList<>();
        lines.add(new Line(ModelRef.EDGE.name(), ModelRef.EDGE, null, null, "part of the program"));
        kept.forEach(entry -> lines.add(new Line(entry.ref().name(), entry.ref(), entry.folder().version(), entry.folder().modelSha256(),
            entry.loaded().isEmpty() ? null : entry.loaded())));
        intake.shippedModels().forEach((ref, name) -> {
            if (!intake.store().has(ref)) {
                lines.add(new Line(name, null, null, null, null));
            }
        });
        return lines;
    }

    private String text(final Line line) {
        return "%-24s %-12s %-10s %-34s %s".formatted(line.name,
            line.ref == null || line.ref.isEdge() ? "-" : line.ref.pin().substring(0, SHORT), line.version == null ? "-" : line.version,
            line.ref == null ? "shipped, not kept yet" : String.join(", ", roles(line.ref)),
            line.loaded == null ? "" : line.loaded).stripTrailing();
    }

    private void write(final JsonGenerator json, final Line line) throws IOException {
        json.writeStringField("name", line.name);
        json.writeStringField("pin", line.ref == null ? null : line.ref.pin());
        json.writeStringField("sha256", line.sha256);
        json.writeStringField("version", line.version);
        json.writeBooleanField("kept", line.ref != null);
        json.writeStringField("loaded", line.loaded);
        json.writeArrayFieldStart("roles");
        for (final String role : roles(line.ref)) {
            json.writeString(role);
        }
        json.writeEndArray();
    }

    private List<String> roles(final ModelRef model) {
        final List<String> roles = new ArrayList<>();
        if (plan == null || model == null) {
            return roles;
        }
        if (plan.inForce().equals(model)) {
            roles.add("in force");
        }
        if (plan.canary() != null && plan.canary().model().equals(model)) {
            roles.add("canary " + plan.canary().shareText());
        }
        if (model.equals(plan.shadow())) {
            roles.add("shadow");
        }
        if (plan.before().contains(model)) {
            roles.add("before " + (plan.before().indexOf(model) + 1));
        }
        return roles;
    }
}
