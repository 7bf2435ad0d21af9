package io.borelog.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Doubles as Python writes them; the expected texts were printed by Python 3. */
class PythonNumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0.0,0.0", "-0.0,-0.0", "1,1.0", "-12.5,-12.5", "18.488275003433227,18.488275003433227", "0.1,0.1", "0.001,0.001",
        "0.0001,0.0001", "0.00012345,0.00012345", "0.00001,1e-05", "1.5e-7,1.5e-07", "-1.25e-10,-1.25e-10",
        "12345678.9,12345678.9", "1e7,10000000.0", "1e15,1000000000000000.0", "9999999999999998,9999999999999998.0",
        "1e16,1e+16", "1.5e16,1.5e+16", "2e23,2e+23", "1.7976931348623157e308,1.7976931348623157e+308", "2.2250738585072014e-308,2.2250738585072014e-308",
        "5.684341886080802E-14,5.684341886080802e-14"})
    void shouldWriteAsPythonDoes(final double value, final String text) {
        assertEquals(text, PythonNumbers.repr(value));
    }

    @Test
    void shouldReadBackAsTheSameDouble() {
        final Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            final double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertEquals(value, Double.parseDouble(PythonNumbers.repr(value)));
            }
        }
    }
}
