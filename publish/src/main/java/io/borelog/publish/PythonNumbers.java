package io.borelog.publish;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;

/**
 * Doubles as Python's {@code repr} writes them: shortest round trip, an exponent below 1e-4 and from 1e16 on. (The few subnormals that
 * one digit tells have two here: 4.9e-324.)
 */
final class PythonNumbers {
    private static final int FIRST_FIXED_EXPONENT = -4;
    private static final int FIRST_LARGE_EXPONENT = 16;

    private PythonNumbers() {
    }

    /** @param value finite */
    static String repr(final double value) {
        final String shortest = NumberOutput.toString(value, true);
        return shortest.indexOf('E') < 0 ? shortest : withExponent(new BigDecimal(shortest).stripTrailingZeros());
    }

    private static String withExponent(final BigDecimal value) {
        final int exponent = value.precision() - value.scale() - 1;
        if (exponent >= FIRST_FIXED_EXPONENT && exponent < FIRST_LARGE_EXPONENT) {
            final String plain = value.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        final String digits = value.unscaledValue().abs().toString();
        final StringBuilder text = new StringBuilder(24);
        if (value.signum() < 0) {
            text.append('-');
        }
        text.append(digits.charAt(0));
        if (digits.length() > 1) {
            text.append('.').append(digits, 1, digits.length());
        }
        text.append('e').append(exponent < 0 ? '-' : '+');
        if (Math.abs(exponent) < 10) {
            text.append('0');
        }
        return text.append(Math.abs(exponent)).toString();
    }
}
