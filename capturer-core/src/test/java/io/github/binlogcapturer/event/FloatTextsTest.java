package io.github.binlogcapturer.event;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The expected texts are what C's printf gives for %.6g and %.12g. */
class FloatTextsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "1.5, 1.5",
        "100, 100",
        "123456, 123456",
        "999999.4, 999999",
        "999999.5, 1e+06",
        "1234567, 1.23457e+06",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "0.00009999996, 0.0001",
        "-0.00012345678, -0.000123457",
        "1e100, 1e+100",
        "-3.4e38, -3.4e+38",
        "2.5e-7, 2.5e-07",
        "4.9e-324, 4.94066e-324",
        "0.1, 0.1",
        "NaN, nan",
        "Infinity, inf",
        "-Infinity, -inf"
    })
    void shouldPrintSixSignificantDigits(double value, String expected) {
        assertThat(FloatTexts.significant(value, 6)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "3.141592653589793, 3.14159265359",
        "12345678901234.123, 1.23456789012e+13",
        "123456789012, 123456789012",
        "1234567890125, 1.23456789012e+12",
        "-1.7976931348623157e308, -1.79769313486e+308",
        "0.30000000000000004, 0.3"
    })
    void shouldPrintTwelveSignificantDigits(double value, String expected) {
        assertThat(FloatTexts.significant(value, 12)).isEqualTo(expected);
    }
}
