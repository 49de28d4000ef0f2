package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.server.config.HttpSettings;
import io.github.binlogcapturer.server.config.ServerPlan;
import io.github.binlogcapturer.server.config.TargetPlan;
import io.github.binlogcapturer.server.terminal.Texts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Looks at this machine: folders for state and checkpoints, room on the disk, the HTTP port. */
final class MachineCheck {

    private static final long LITTLE_ROOM = 100L << 20;

    private final ServerPlan plan;
    private final CheckList list;

    MachineCheck(ServerPlan plan, CheckList list) {
        this.plan = plan;
        this.list = list;
    }

    /** Returns whether the program runs by this configuration, as far as its HTTP address tells. */
    boolean isRunning() throws InterruptedException {
        try {
            return plan.http().enabled()
                    && plan.http().port() != 0
                    && ControlClient.of(plan.http(), Optional.empty())
                            .status()
                            .path("name")
                            .asText()
                            .equals(plan.name());
        } catch (CommandException | IOException e) {
            return false; // not there, or something else is: what is wrong with the address, the look at it tells
        }
    }

    void run(boolean running) {
        Set<Path> folders = new LinkedHashSet<>();
        folders.add(plan.folder().toAbsolutePath());
        for (TargetPlan target : plan.targets()) {
            Path parent = target.checkpointFile().toAbsolutePath().getParent();
            if (parent != null) {
                folders.add(parent);
            }
        }
        Path state = plan.folder().toAbsolutePath();
        folders.forEach(
                folder -> folder(folder, (folder.equals(state) ? "state" : "checkpoint") + " folder " + folder));
        if (running) {
            list.ok("the program runs and answers at " + plan.http().bind() + ":"
                    + plan.http().port());
        } else {
            http(plan.http());
        }
    }

    private void folder(Path folder, String named) {
        Path there = existing(folder);
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            list.bad(
                    named + (there.equals(folder) ? "" : ": " + there) + " cannot be written to",
                    "chown it to the account that runs the capture, or name another folder in the configuration");
            return;
        }
        try {
            FileStore disk = Files.getFileStore(there);
            String what = named + (there.equals(folder) ? "" : " (will be made)") + ", "
                    + Texts.bytes((double) disk.getUsableSpace()) + " free";
            if (disk.getUsableSpace() < LITTLE_ROOM) {
                list.bad(what, "make room: positions cannot be saved on a full disk");
            } else {
                list.ok(what);
            }
        } catch (IOException e) {
            list.bad(named + ": " + e, "see that its disk works");
        }
    }

    private static Path existing(Path folder) {
        Path there = folder;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    private void http(HttpSettings http) {
        String address = http.bind() + ":" + http.port();
        if (!http.enabled()) {
            list.ok("HTTP is off");
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(http.bind(), http.port()));
            list.ok("HTTP address " + address + " is free");
        } catch (IOException e) {
            list.bad(
                    "HTTP address " + address + " cannot be used: " + e.getMessage(),
                    "stop what listens there ('capturer status' tells whether it is this program), or choose another http.port (httpPort)");
        }
    }
}
