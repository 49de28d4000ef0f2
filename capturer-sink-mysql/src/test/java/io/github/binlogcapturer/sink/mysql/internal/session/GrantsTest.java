package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.event.TableName;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class GrantsTest {

    private static final Set<String> WANTED = Set.of("SELECT", "INSERT");
    private static final TableName ORDERS = new TableName("shop_1", "orders");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GRANT ALL PRIVILEGES ON *.* TO `u`@`%` WITH GRANT OPTION",
                "GRANT ALL ON `shop\\_1`.* TO 'u'@'%'",
                "GRANT SELECT, INSERT, UPDATE ON `shop_1`.* TO `u`@`localhost`",
                "GRANT SELECT, INSERT ON `shop%`.* TO `u`@`%`",
                "GRANT SELECT, INSERT ON `SHOP_1`.`Orders` TO `u`@`%`",
                "GRANT SELECT, INSERT ON shop_1.orders TO u@'%'",
                "GRANT SELECT (`a`, `b`), INSERT (`a`), UPDATE ON `shop_1`.`orders` TO `u`@`%`",
                "GRANT CREATE TEMPORARY TABLES, SELECT, LOCK TABLES, INSERT ON `shop_1`.* TO `u`@`%`",
                "GRANT SELECT, INSERT ON *.* TO `u`@`%` IDENTIFIED BY PASSWORD '*ABC'"
            })
    void shouldFindRights(String line) {
        assertThat(Grants.parse(List.of(line)).lacking(ORDERS, WANTED)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GRANT USAGE ON *.* TO `u`@`%`",
                "GRANT ALL PRIVILEGES ON `shop`.* TO `u`@`%`",
                "GRANT ALL PRIVILEGES ON `shop\\_2`.* TO `u`@`%`",
                "GRANT ALL PRIVILEGES ON `shop_1`.`other` TO `u`@`%`",
                "GRANT ALL PRIVILEGES ON `shop%`.`orders` TO `u`@`%`",
                "GRANT EXECUTE ON PROCEDURE `shop_1`.`orders` TO `u`@`%`",
                "GRANT PROXY ON ''@'%' TO 'root'@'localhost' WITH GRANT OPTION",
                "GRANT `role`@`%` TO `u`@`%`",
                "REVOKE SELECT, INSERT ON `shop_1`.* FROM `u`@`%`"
            })
    void shouldFindNone(String line) {
        assertThat(Grants.parse(List.of(line)).lacking(ORDERS, WANTED)).containsExactly("INSERT", "SELECT");
    }

    @Test
    void shouldAddThemUp() {
        Grants grants =
                Grants.parse(List.of("GRANT SELECT ON *.* TO `u`@`%`", "GRANT INSERT ON `shop_1`.`orders` TO `u`@`%`"));

        assertThat(grants.lacking(ORDERS, Set.of("SELECT", "INSERT", "DELETE"))).containsExactly("DELETE");
        assertThat(grants.hasRoles()).isFalse();
    }

    @Test
    void shouldKnowRoles() {
        assertThat(Grants.parse(List.of("GRANT `writer` TO `u`@`%`")).hasRoles())
                .isTrue();
    }

    @Test
    void shouldReadNamesWithBackticks() {
        Grants grants = Grants.parse(List.of("GRANT SELECT ON `a``b`.`c.d` TO `u`@`%`"));

        assertThat(grants.lacking(new TableName("a`b", "c.d"), Set.of("SELECT")))
                .isEmpty();
    }
}
