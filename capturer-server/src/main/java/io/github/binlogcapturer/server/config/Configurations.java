package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.server.original.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads configuration files. Stateless and thread-safe. */
public final class Configurations {

    private Configurations() {}

    /**
     * Reads a configuration: a file that ends in {@code .yaml} or {@code .yml} is this program's own form, any other the original's
     * config.cfg. Reads the files that it names too; connects to nothing and creates nothing.
     *
     * @throws io.github.binlogcapturer.error.ConfigurationException if anything is wrong; its message names every problem, with file, line and
     *     key, and what is allowed
     */
    public static ServerPlan load(Path file) {
        return load(file, System::getenv);
    }

    /** Reads a configuration with other variables than those of the process, see {@link #load(Path)}. */
    static ServerPlan load(Path file, Function<String, @Nullable String> environment) {
        Problems problems = new Problems();
        if (!Files.isRegularFile(file)) {
            problems.error(file, 0, "there is no such file; name the configuration with --config FILE");
            problems.throwIfAny();
        }
        Optional<ServerPlan> plan = isYaml(file)
                ? YamlPlan.read(new Reading(file, problems, environment))
                : OriginalPlan.read(file, problems);
        problems.throwIfAny();
        return plan.orElseThrow();
    }

    private static boolean isYaml(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /** Returns what a plan will run, line by line, for people; without secrets. */
    public static String describe(ServerPlan plan) {
        return Descriptions.of(plan);
    }

    /** Returns every key of the YAML form with what it takes, its default and its meaning. */
    public static String reference() {
        return Reference.text();
    }
}
