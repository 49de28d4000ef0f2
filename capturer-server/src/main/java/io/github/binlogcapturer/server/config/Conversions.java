package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.server.original.Problems;
import java.nio.file.Path;
import java.util.Optional;

/** Turns the original's files into the YAML form. Stateless and thread-safe. */
public final class Conversions {

    private Conversions() {}

    /**
     * Reads a config.cfg and the files that it names, and returns a YAML file that stands for the same. Comments say which file and key each
     * setting comes from. Paths are absolute. A password is a reference to an environment variable, which a comment names.
     *
     * @throws io.github.binlogcapturer.error.ConfigurationException if the files are not right, see {@link Configurations#load}
     */
    public static String toYaml(Path configCfg) {
        return toYaml(configCfg, false);
    }

    /**
     * Does the same, see {@link #toYaml(Path)}.
     *
     * @param secretsInClear whether passwords stand in the text as they are
     */
    public static String toYaml(Path configCfg, boolean secretsInClear) {
        Problems problems = new Problems();
        Optional<ServerPlan> plan = OriginalPlan.read(configCfg, problems);
        problems.throwIfAny();
        return new ConvertedFile(plan.orElseThrow(), secretsInClear).text();
    }
}
