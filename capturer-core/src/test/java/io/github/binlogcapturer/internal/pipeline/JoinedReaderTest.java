package io.github.binlogcapturer.internal.pipeline;

import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.internal.pipeline.RegionMessage.Place;
import io.github.binlogcapturer.spi.Region;
import io.github.binlogcapturer.spi.RegionChunk;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JoinedReaderTest {

    private final ScriptedSource source = new ScriptedSource(1);
    private final Region region = source.snapshot().regions().get(0);

    @Test
    void shouldBeEmptyUpToItsBeginning() {
        assertThat(joined(160, 100).emptyUpToTs()).isEqualTo(160);
    }

    @Test
    void shouldBeEmptyUpToWhatTheMergeHasPassed() {
        assertThat(joined(160, 200).emptyUpToTs()).isEqualTo(200);
    }

    @Test
    void shouldGiveNothingButWhatTheRegionAnswers() throws Exception {
        source.insert(0, 180, 1, 1);

        assertThat(joined(160, 100).read()).extracting(RegionChunk::size).isEqualTo(1);
    }

    @Test
    void shouldPassOverAnswersThatShowNothingNew() throws Exception {
        List.of(170L, 190L, 210L).forEach(ts -> source.reach(0, ts));

        assertThat(joined(160, 200).read().watermarkTs()).isEqualTo(210);
    }

    private JoinedReader joined(long beginningTs, long boundTs) {
        CommitTs beginning = CommitTs.of(beginningTs);
        return new JoinedReader(region, source.open(region, beginning), beginning, new Place(0, boundTs, 0));
    }
}
