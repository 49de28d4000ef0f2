package io.github.binlogcapturer.internal.filter;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.internal.filter.ColumnRules.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ColumnRuleCheckTest {

    @Test
    void shouldAcceptColumnsThatAreThere() {
        ColumnRules rules = new ColumnRules(
                List.of(Rule.of("shop.orders", List.of("id", "state"))),
                List.of(Rule.of("shop.log", List.of("text"))),
                List.of(Rule.of("shop.orders", List.of("note"))));
        assertThatCode(() -> check(rules)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"columns", "excludedColumns", "monitoredColumns"})
    void shouldNameSettingTableAndUnknownColumn(String setting) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> check(rules(setting, Rule.of("shop.orders", List.of("stat")))))
                .withMessageContaining("Setting " + setting)
                .withMessageContaining("shop.orders")
                .withMessageContaining("\"stat\"")
                .withMessageContaining("[id, state, note]");
    }

    @Test
    void shouldAcceptAPatternIfOneTableHasTheColumn() {
        assertThatCode(() -> check(rules("excludedColumns", Rule.of("shop.*", List.of("note", "id")))))
                .doesNotThrowAnyException();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> check(rules("excludedColumns", Rule.of("shop.*", List.of("nothing")))))
                .withMessageContaining("none of the matching tables");
    }

    @Test
    void shouldRefuseATableThatIsNotCaptured() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> check(rules("columns", Rule.of("shop.order", List.of("id")))))
                .withMessageContaining("shop.order")
                .withMessageContaining("not among the captured tables");
        // a pattern with a slip in it would let through what it was to keep back
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> check(rules("excludedColumns", Rule.of("shp.*", List.of("id")))))
                .withMessageContaining("shp.*");
    }

    @Test
    void shouldRefuseToExcludeAKeyColumn() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> check(rules("excludedColumns", Rule.of("shop.orders", List.of("id")))))
                .withMessageContaining("\"id\"")
                .withMessageContaining("primary key");
    }

    private static void check(ColumnRules rules) {
        new FilterChain(null, rules, List.of(), List.of()).check(FilterFixtures.TABLES);
    }

    private static ColumnRules rules(String setting, Rule rule) {
        return new ColumnRules(
                setting.equals("columns") ? List.of(rule) : List.of(),
                setting.equals("excludedColumns") ? List.of(rule) : List.of(),
                setting.equals("monitoredColumns") ? List.of(rule) : List.of());
    }
}
