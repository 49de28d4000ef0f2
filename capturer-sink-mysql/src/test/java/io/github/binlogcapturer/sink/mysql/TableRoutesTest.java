package io.github.binlogcapturer.sink.mysql;

import io.github.binlogcapturer.event.TableName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TableRoutesTest {

    private static final TableRoutes ROUTES = TableRoutes.builder()
            .route("shop.orders", "dw.orders")
            .route("shop_*.orders_??", "dw.orders")
            .route("a{b}.*", "{db}.x")
            .route("s*.*", "{db}_copy.{table}_{db}")
            .build();

    private static String target(String source) {
        return ROUTES.targetOf(TableName.parse(source)).toString();
    }

    @Test
    void shouldKeepNamesThatNoRouteMatches() {
        assertThat(target("other.t")).isEqualTo("other.t");
        assertThat(TableRoutes.same().targetOf(TableName.parse("a.b"))).hasToString("a.b");
    }

    @Test
    void shouldTakeTheFirstRouteThatMatches() {
        assertThat(target("shop.orders")).isEqualTo("dw.orders");
        assertThat(target("shop_7.orders_03")).isEqualTo("dw.orders");
        assertThat(target("shop_7.orders_3")).isEqualTo("shop_7_copy.orders_3_shop_7");
    }

    @Test
    void shouldFillInNamesOnce() {
        assertThat(target("a{b}.t")).isEqualTo("a{b}.x");
        assertThat(target("s{table}.{db}")).isEqualTo("s{table}_copy.{db}_s{table}");
    }

    @Test
    void shouldRefuseNamesWithoutADatabase() {
        assertThatThrownBy(() -> TableRoutes.builder().route("orders", "dw.orders"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("database.table");
    }

    @Test
    void shouldTellWhereTablesMayMeet() {
        TableName name = new TableName("shop", "orders");
        assertThat(TableRoutes.same().mayMerge(name)).isFalse();
        assertThat(routes("*.*", "{db}_copy.{table}").mayMerge(name)).isFalse();
        assertThat(routes("shop.orders", "a.b").mayMerge(name)).isFalse();
        assertThat(routes("shop.*", "a.{table}").mayMerge(name)).isTrue();
        assertThat(routes("shop_?.orders", "shop.orders").mayMerge(name)).isTrue();
        assertThat(TableRoutes.builder()
                        .route("shop.orders", "a.b")
                        .route("shop.old", "a.b")
                        .build()
                        .mayMerge(name))
                .isTrue();
    }

    private static TableRoutes routes(String from, String to) {
        return TableRoutes.builder().route(from, to).build();
    }
}
