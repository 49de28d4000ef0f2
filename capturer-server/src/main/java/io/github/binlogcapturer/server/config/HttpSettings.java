package io.github.binlogcapturer.server.config;

import java.util.Optional;

/**
 * Status, metrics and control over HTTP.
 *
 * @param enabled whether anything listens at all
 * @param bind the address to listen at
 * @param port 0 for any free one
 * @param token what a caller of control has to show, or empty where none is needed; never shown
 */
public record HttpSettings(boolean enabled, String bind, int port, Optional<String> token) {

    @Override
    public String toString() {
        return "HttpSettings[" + enabled + ", " + bind + ":" + port + ", token " + (token.isPresent() ? "set" : "none")
                + "]";
    }
}
