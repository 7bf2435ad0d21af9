package io.borelog.journal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.config.Settings;
import io.borelog.journal.record.DecidingConfig;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelPlanTest {
    private static final ModelRef A = ref("a");
    private static final ModelRef B = ref("b");
    private static final ModelRef C = ref("c");
    private static final DecidingConfig START =
        DecidingConfig.parse(null).withFile(Settings.defaults().deciding()).with("infer.estimator", "edge");

    private final ModelPlan edge = ModelPlan.of(START);

    private static ModelRef ref(final String name) {
        return new ModelRef(name, name.repeat(64));
    }

    @Test
    void shouldBeTheSameAfterAConfigRecord() {
        final ModelPlan plan = edge.promote(A).promote(B).canary(C, new BigDecimal("0.000001")).shadow(A);
        final DecidingConfig config = plan.into(START);
        assertEquals(plan, ModelPlan.of(DecidingConfig.parse(config.text())));
        assertEquals(plan, ModelPlan.of(DecidingConfig.parse(config.text()).withFile(Settings.defaults().deciding())), "a newer default");
        assertEquals(START.text(), edge.into(config).text(), "nothing is left of what control said");
    }

    @Test
    void shouldReadAConfigOfAProgramThatKnewNoModels() {
        assertEquals(ModelRef.EDGE, ModelPlan.of(DecidingConfig.parse("infer.estimator=edge\tedge\n")).inForce());
    }

    @Test
    void shouldGoBackOneFurtherEachTimeItIsAsked() {
        ModelPlan plan = edge.promote(A).promote(B).promote(C);
        assertEquals(List.of(B, A, ModelRef.EDGE), plan.before());
        plan = plan.rollback();
        assertEquals(B, plan.inForce());
        plan = plan.rollback().rollback();
        assertEquals(ModelRef.EDGE, plan.inForce());
        final ModelPlan first = plan;
        assertTrue(assertThrows(ConfigurationException.class, first::rollback).getMessage().contains("before edge"));
    }

    @Test
    void shouldRememberABoundedPast() {
        ModelPlan plan = edge;
        for (int i = 0; i < 100; i++) {
            plan = plan.promote(i % 2 == 0 ? A : B);
        }
        assertEquals(ModelPlan.BEFORE_MAX, plan.before().size());
        assertEquals(A, plan.before().get(0));
    }

    @Test
    void shouldEndTheCanaryThatIsPromotedAndEveryCanaryAtARollback() {
        final ModelPlan tried = edge.promote(A).canary(B, BigDecimal.ONE);
        assertNull(tried.promote(B).canary());
        assertEquals(B, tried.promote(C).canary().model());
        assertNull(tried.rollback().canary());
        assertNull(edge.shadow(A).promote(A).shadow(), "what is in force needs no shadow");
    }

    @Test
    void shouldRetireAModelFromEveryPartButForce() {
        final ModelPlan plan = edge.promote(B).promote(A).canary(B, BigDecimal.ONE).shadow(B);
        assertEquals(Set.of(A, B, ModelRef.EDGE), plan.named());
        assertEquals(Set.of(A, ModelRef.EDGE), plan.retire(B).named());
        assertThrows(ConfigurationException.class, () -> plan.retire(A));
        assertThrows(ConfigurationException.class, () -> plan.promote(A));
        assertThrows(ConfigurationException.class, () -> plan.shadow(A));
        assertThrows(ConfigurationException.class, () -> plan.canary(A, BigDecimal.ONE));
    }

    @Test
    void shouldNotTakeWhatIsNoModelForOne() {
        assertEquals(A, ModelRef.parse(A.toString()));
        assertEquals(ModelRef.EDGE, ModelRef.parse("edge"));
        for (final String text : List.of("", "a", "a@12", "@" + "a".repeat(64), "a b@" + "a".repeat(64), "a@" + "A".repeat(64))) {
            assertThrows(ConfigurationException.class, () -> ModelRef.parse(text), text);
        }
    }
}
