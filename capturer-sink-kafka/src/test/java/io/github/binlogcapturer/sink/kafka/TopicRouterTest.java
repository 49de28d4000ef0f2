package io.github.binlogcapturer.sink.kafka;

import io.github.binlogcapturer.error.ConfigurationException;
import io.github.binlogcapturer.event.TableName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicRouterTest {

    private static final TableName ORDERS = new TableName("shop", "orders");

    @Test
    void shouldFillInNames() {
        assertThat(TopicRouter.template("cdc.{db}.{table}").topic(ORDERS)).isEqualTo("cdc.shop.orders");
        assertThat(TopicRouter.template("{table}-of-{db}").topic(ORDERS)).isEqualTo("orders-of-shop");
        assertThat(TopicRouter.fixed("all").topic(ORDERS)).isEqualTo("all");
    }

    @Test
    void shouldReplaceWhatKafkaDoesNotTake() {
        assertThat(TopicRouter.template("{db}.{table}").topic(new TableName("s$1\\", "größe {db}")))
                .isEqualTo("s_1_.gr__e__db_");
    }

    @Test
    void shouldBePerTableWithBothNamesOnly() {
        assertThat(TopicRouter.template("{db}.{table}").isPerTable()).isTrue();
        assertThat(TopicRouter.template("{db}").isPerTable()).isFalse();
        assertThat(TopicRouter.template("cdc").isPerTable()).isFalse();
        assertThat(TopicRouter.fixed("all").isPerTable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cdc.{database}", "cdc.{db", "cdc.}", "cdc {table}", "cdc/{table}"})
    void shouldRefuseATemplateWithAnythingElse(String template) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicRouter.template(template))
                .withMessageContaining("\"" + template + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "größe"})
    void shouldRefuseANameThatKafkaDoesNotTake(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> TopicRouter.fixed(name));
        assertThatIllegalArgumentException().isThrownBy(() -> OversizedPolicy.deadLetterTopic(name));
    }

    @Test
    void shouldTellWhichTableHasTooLongAName() {
        TableName table = new TableName("shop", "x".repeat(250));

        assertThatThrownBy(() -> TopicRouter.template("{db}.{table}").topic(table))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("Table shop.xxx", "249", "{db}.{table}");
    }
}
