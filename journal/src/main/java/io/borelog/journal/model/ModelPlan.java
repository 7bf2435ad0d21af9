package io.borelog.journal.model;

import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.config.Setting;
import io.borelog.journal.record.DecidingConfig;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a CONFIG says of models. Immutable; changes give the plan after them, or say in one sentence why not. Ingest makes changes and
 * writes them down, the stages behind it read.
 *
 * @param inForce answers for every tool that is no canary
 * @param canary  null for none
 * @param shadow  answers for nobody: its estimates are journaled apart and compared; null for none
 * @param before  what was in force before, newest first, at most {@link #BEFORE_MAX}: where a rollback goes
 */
public record ModelPlan(ModelRef inForce, Canary canary, ModelRef shadow, List<ModelRef> before) {
    public static final int BEFORE_MAX = 8;
    private static final String CANARY = "infer.canary";
    private static final String CANARY_SHARE = "infer.canary-share";
    private static final String SHADOW = "infer.shadow";
    private static final String BEFORE = "infer.models-before";
    private static final String ONNX = "onnx";

    /** @throws ConfigurationException where the CONFIG names no model for the estimator onnx, which no ingest writes */
    public static ModelPlan of(final DecidingConfig config) {
        final String canary = config.find(CANARY);
        final String shadow = config.find(SHADOW);
        final String before = config.find(BEFORE);
        return new ModelPlan(
            config.get(Setting.INFER_ESTIMATOR.key()).equals(ONNX)
                ? ModelRef.parse(config.find(Setting.INFER_MODEL.key())) : ModelRef.EDGE,
            canary.isEmpty() ? null : new Canary(ModelRef.parse(canary), Canary.parseShare(config.find(CANARY_SHARE))),
            shadow.isEmpty() ? null : ModelRef.parse(shadow),
            before.isEmpty() ? List.of() : List.of(before.split(" ")).stream().map(ModelRef::parse).toList());
    }

    /** @return the CONFIG with this plan in it. */
    public DecidingConfig into(final DecidingConfig config) {
        return config
            .with(Setting.INFER_ESTIMATOR.key(), inForce.isEdge() ? ModelRef.EDGE.name() : ONNX)
            .with(Setting.INFER_MODEL.key(), inForce.isEdge() ? "" : inForce.toString())
            .withControl(CANARY, canary == null ? "" : canary.model().toString())
            .withControl(CANARY_SHARE, canary == null ? "" : canary.shareText())
            .withControl(SHADOW, shadow == null ? "" : shadow.toString())
            .withControl(BEFORE, before.stream().map(ModelRef::toString).collect(Collectors.joining(" ")));
    }

    /** @param toolHash of {@link io.borelog.journal.record.Hashes#ofTool} */
    public ModelRef modelOf(final int toolHash) {
        return canary != null && canary.takes(toolHash) ? canary.model() : inForce;
    }

    /** Those that may answer under this plan, the one in force first. */
    public Set<ModelRef> answering() {
        final Set<ModelRef> answering = new LinkedHashSet<>(List.of(inForce));
        if (canary != null) {
            answering.add(canary.model());
        }
        return answering;
    }

    /** All that the plan names, edge too: what must stay in the store. */
    public Set<ModelRef> named() {
        final Set<ModelRef> named = answering();
        if (shadow != null) {
            named.add(shadow);
        }
        named.addAll(before);
        return named;
    }

    /** The model answers for every tool from now on; it is no canary and no shadow any more. */
    public ModelPlan promote(final ModelRef model) {
        if (model.equals(inForce)) {
            throw new ConfigurationException(model.shortText() + " is in force already");
        }
        final List<ModelRef> history = new ArrayList<>(List.of(inForce));
        history.addAll(before);
        return new ModelPlan(model, canary != null && canary.model().equals(model) ? null : canary,
            model.equals(shadow) ? null : shadow, history.subList(0, Math.min(BEFORE_MAX, history.size())));
    }

    /** The one before is in force again, and no tool is a canary. Asked again it goes one further back. */
    public ModelPlan rollback() {
        if (before.isEmpty()) {
            throw new ConfigurationException("no model was in force before " + inForce.shortText());
        }
        return new ModelPlan(before.get(0), null, before.get(0).equals(shadow) ? null : shadow, before.subList(1, before.size()));
    }

    public ModelPlan canary(final ModelRef model, final BigDecimal share) {
        if (model.equals(inForce)) {
            throw new ConfigurationException(model.shortText() + " is in force, every tool has it");
        }
        return new ModelPlan(inForce, new Canary(model, share), shadow, before);
    }

    public ModelPlan shadow(final ModelRef model) {
        if (model.equals(inForce)) {
            throw new ConfigurationException(model.shortText() + " is in force, its shadow would show nothing");
        }
        return new ModelPlan(inForce, canary, model, before);
    }

    /** The model is no canary, no shadow and no place to roll back to any more. */
    public ModelPlan retire(final ModelRef model) {
        if (model.equals(inForce)) {
            throw new ConfigurationException(model.shortText() + " is in force, promote another first");
        }
        return new ModelPlan(inForce, canary != null && canary.model().equals(model) ? null : canary, model.equals(shadow) ? null : shadow,
            before.stream().filter(one -> !one.equals(model)).toList());
    }
}
