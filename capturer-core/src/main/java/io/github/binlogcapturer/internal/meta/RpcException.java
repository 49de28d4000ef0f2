package io.github.binlogcapturer.internal.meta;

import org.jspecify.annotations.Nullable;

/** A call without an answer. Checked, since every caller must decide whom to ask next. */
public final class RpcException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why there is no answer, by what the caller should do about it. */
    public enum Kind {
        /** Nobody listens, or the connection broke: ask another server. */
        UNREACHABLE("is unreachable"),
        /** The server may still be at work on it: do not pile up more on the same one. */
        DEADLINE("did not answer in time"),
        /** Too much waits on the connection: ask for less, later. */
        OVERCROWDED("has too much unsent on this connection"),
        /** Anything else that is wrong between client and server. */
        RPC_ERROR("failed the call"),
        /** The transport was closed on this side. */
        CLOSED("was not asked: the connection was closed on this side");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    private final Kind kind;
    private final String address;
    private final String detail;

    /**
     * @param address the server that was asked
     * @param detail what the wire said
     */
    public RpcException(Kind kind, String address, String detail, @Nullable Throwable cause) {
        super(address + " " + kind.text + " (" + detail + ")", cause);
        this.detail = kind.text + " (" + detail + ")";
        this.kind = kind;
        this.address = address;
    }

    /** Returns why there is no answer. */
    public Kind kind() {
        return kind;
    }

    /** Returns what happened, without the address. */
    String detail() {
        return detail;
    }

    /** Returns the server that was asked. */
    public String address() {
        return address;
    }
}
