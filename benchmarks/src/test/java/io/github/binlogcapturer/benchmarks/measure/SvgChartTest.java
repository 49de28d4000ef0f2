package io.github.binlogcapturer.benchmarks.measure;

import io.github.binlogcapturer.benchmarks.measure.Chart.Axis;
import io.github.binlogcapturer.benchmarks.measure.Chart.Line;
import io.github.binlogcapturer.benchmarks.measure.Chart.Point;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SvgChartTest {

    private static final Line PEER = new Line("peer <k>", List.of(new Point(16, 10), new Point(64, 20)));
    private static final Line OURS = new Line("ours", List.of(new Point(16, 4), new Point(64, 5), new Point(256, 6)));

    private static Chart chart(boolean logarithmic, Line... lines) {
        return new Chart(
                "Merge & join", "one thread", new Axis("regions", logarithmic), new Axis("ns", false), List.of(lines));
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldDrawALineAndItsPoints() throws Exception {
        Document svg = parse(SvgChart.of(chart(true, OURS, PEER)));
        assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(2);
        assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(5);
    }

    @Test
    void shouldNameWhatIsShown() throws Exception {
        Document svg = parse(SvgChart.of(chart(true, OURS, PEER)));
        assertThat(svg.getDocumentElement().getTextContent())
                .contains("Merge & join", "one thread", "regions", "ns", "ours", "peer <k>");
    }

    @Test
    void shouldPlaceEqualRatiosAtEqualSteps() throws Exception {
        NodeList circles = parse(SvgChart.of(chart(true, OURS))).getElementsByTagName("circle");
        assertThat(x(circles, 1) - x(circles, 0)).isEqualTo(x(circles, 2) - x(circles, 1));
    }

    private static double x(NodeList circles, int index) {
        return Double.parseDouble(((Element) circles.item(index)).getAttribute("cx"));
    }

    @Test
    void shouldBreakLongConditionsBetweenWords() throws Exception {
        String conditions = "word ".repeat(40).strip();
        Chart chart = new Chart("Long", conditions, new Axis("x", false), new Axis("y", false), List.of(OURS));
        NodeList texts = parse(SvgChart.of(chart)).getElementsByTagName("text");
        assertThat(texts.item(1).getTextContent()).hasSizeLessThan(100).endsWith("word");
        assertThat(texts.item(2).getTextContent()).startsWith("word");
    }

    @Test
    void shouldDrawASinglePoint() throws Exception {
        Line single = new Line("one", List.of(new Point(1, 0)));
        assertThat(SvgChart.of(chart(false, single))).doesNotContain("NaN").contains("<circle");
    }

    @Test
    void shouldRefuseValuesThatNoLogarithmicAxisCanShow() {
        Line zero = new Line("zero", List.of(new Point(0, 1)));
        assertThatThrownBy(() -> SvgChart.of(chart(true, zero)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("regions")
                .hasMessageContaining("0.0");
    }

    @Test
    void shouldRefuseAChartWithNothingToShow() {
        assertThatThrownBy(() -> chart(false, new Line("empty", List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Merge & join");
    }
}
