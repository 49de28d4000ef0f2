package io.github.binlogcapturer.examples;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The README shows code that is compiled and run, and commands that are there. */
class ReadmeTest {

    @ParameterizedTest
    @CsvSource({
        "0, RealCluster, readme",
        "1, ToMySql, mysql",
        "2, ToKafka, kafka",
        "3, FilesAndBack, files",
        "4, FilesAndBack, replay"
    })
    void shouldShowTheCodeOfTheExamples(int number, String example, String region) throws Exception {
        String readme = ProjectFiles.read("README.md");

        String code = readme.split("```java\n", -1)[number + 1].split("\n```", -1)[0];

        assertThat(code).isEqualTo(ProjectFiles.region(example, region));
    }

    @Test
    void shouldNeedTwelveLinesOfCode() throws Exception {
        String code = ProjectFiles.region("RealCluster", "readme");

        assertThat(code.lines().filter(line -> !line.strip().equals("}"))).hasSizeLessThanOrEqualTo(12);
    }

    @Test
    void shouldNameTheTwoCommands() throws Exception {
        assertThat(ProjectFiles.read("README.md").lines())
                .contains("mvn -q compile -pl examples -am -Dexample=Quickstart", "mvn verify");
    }
}
