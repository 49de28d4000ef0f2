package io.github.binlogcapturer.error;

import org.jspecify.annotations.Nullable;

/**
 * A setting does not fit the cluster, the checkpoint or another setting; the message names it. Change the setting and
 * start again; trying again unchanged fails again.
 */
public class ConfigurationException extends CapturerException {

    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
