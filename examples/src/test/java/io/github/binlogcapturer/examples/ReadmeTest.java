package io.github.binlogcapturer.examples;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The README shows code that is compiled and run, and commands that are there. */
class ReadmeTest {

    @Test
    void shouldShowTheCodeOfRealCluster() throws Exception {
        String readme = ProjectFiles.read("README.md");

        String code = readme.split("```java\n", -1)[1].split("\n```", -1)[0];

        assertThat(code).isEqualTo(ProjectFiles.region("RealCluster", "readme"));
    }

    @Test
    void shouldShowTheCodeOfToMySql() throws Exception {
        String readme = ProjectFiles.read("README.md");

        String code = readme.split("```java\n", -1)[2].split("\n```", -1)[0];

        assertThat(code).isEqualTo(ProjectFiles.region("ToMySql", "mysql"));
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
