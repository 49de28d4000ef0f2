package io.github.binlogcapturer.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a configuration file says, read, checked and ready to be carried out.
 *
 * @param file the file it was read from
 * @param name the capture's name, by which sinks know their positions
 * @param folder where state is kept that is no target's own: what is paused and skipped, the audit log
 * @param originalCheckpoint the original's checkpoint file, kept up for its scripts; empty with a YAML file
 * @param sourceSql how the source is reached by SQL, for comparing tables; empty where it is not configured
 * @param targets at least one
 * @param notes what a user should know who starts it: keys without effect, restrictions; for people
 */
public record ServerPlan(
        Path file,
        String name,
        ClusterSettings cluster,
        HttpSettings http,
        LogSettings log,
        Path folder,
        Optional<Path> originalCheckpoint,
        Optional<SqlAccess> sourceSql,
        List<TargetPlan> targets,
        List<String> notes) {

    public ServerPlan {
        targets = List.copyOf(targets);
        notes = List.copyOf(notes);
    }
}
