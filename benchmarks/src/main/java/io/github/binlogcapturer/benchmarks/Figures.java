package io.github.binlogcapturer.benchmarks;

import io.github.binlogcapturer.benchmarks.file.FileFigure;
import io.github.binlogcapturer.benchmarks.kafka.KafkaFigure;
import io.github.binlogcapturer.benchmarks.measure.Figure;
import io.github.binlogcapturer.benchmarks.measure.Growth;
import io.github.binlogcapturer.format.CanalJson;
import io.github.binlogcapturer.format.CanalProtobuf;
import io.github.binlogcapturer.format.DebeziumJson;
import io.github.binlogcapturer.format.JsonLines;
import io.github.binlogcapturer.format.SqlText;
import io.github.binlogcapturer.sink.file.FileFormat;
import java.util.List;

/** All figures and growths there are, in the order in which they are listed. */
final class Figures {

    private Figures() {}

    static List<Figure> all() {
        return List.of(
                new FileFigure("file.segment", FileFormat.SEGMENTS),
                new FileFigure("file.json", FileFormat.JSON_LINES),
                new FileFigure("file.sql", FileFormat.SQL_LINES),
                new FileFigure("file.csv", FileFormat.CSV),
                new KafkaFigure("kafka.canaljson", CanalJson.create()),
                new KafkaFigure("kafka.own", JsonLines.create()),
                new KafkaFigure("kafka.debeziumjson", DebeziumJson.create()),
                new KafkaFigure("kafka.protobuf", CanalProtobuf.create()),
                new KafkaFigure("kafka.sql", SqlText.create()));
    }

    static List<Growth> growths() {
        return List.of();
    }
}
