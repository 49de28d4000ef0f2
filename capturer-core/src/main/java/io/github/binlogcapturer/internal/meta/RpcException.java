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
        /** The answer is larger than was allowed, and was not received: ask for less, or allow more. */
        TOO_LARGE("has a larger answer than allowed"),
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
    private final long bytes;

    /**
     * @param address the server that was asked
     * @param detail what the wire said
     */
    public RpcException(Kind kind, String address, String detail, @Nullable Throwable cause) {
        this(kind, address, detail, 0, cause);
    }

    private RpcException(Kind kind, String address, String detail, long bytes, @Nullable Throwable cause) {
        super(address + " " + kind.text + " (" + detail + ")", cause);
        this.detail = kind.text + " (" + detail + ")";
        this.kind = kind;
        this.address = address;
        this.bytes = bytes;
    }

    /** Returns an exception of {@link Kind#TOO_LARGE}. */
    static RpcException tooLarge(String address, long bytes, String detail, @Nullable Throwable cause) {
        return new RpcException(Kind.TOO_LARGE, address, detail, bytes, cause);
    }

    /** Returns how large the answer is that was {@link Kind#TOO_LARGE}; 0 with other kinds. */
    public long bytes() {
        return bytes;
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
