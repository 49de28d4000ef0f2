package io.github.binlogcapturer.internal.source;

import io.github.binlogcapturer.internal.meta.RpcException;
import io.github.binlogcapturer.protocol.WireCodes.Err;

/** Why a store did not give what it was asked for, by what the reader should do about it. */
enum ReadFailure {
    /** Nobody listens: another peer. */
    UNREACHABLE,
    /** Too slow: another peer, less at once, after a pause, since the scan goes on in the server. */
    DEADLINE,
    /** Too much in flight: less at once, after a pause. */
    OVERCROWDED,
    /** The call failed otherwise: another peer. */
    RPC_ERROR,
    /** This side closed the connection: stop. */
    CLOSED,
    /** The peer cannot serve now: the leader it names, or another. */
    NOT_LEADER,
    /** The region has changed: ask again with the version that came along. */
    VERSION_OLD,
    /** The peer has moved away: another, after a look at the meta servers. */
    REGION_NOT_EXIST,
    /** The peer's history does not reach back to the position; others' may. */
    EXPIRED,
    /** The server does not know the operation. */
    UNSUPPORTED,
    /** The peer could not read its own data now: another, after a pause. */
    NOT_READABLE,
    /** The server is short of something, memory mostly: less at once, another peer, after a pause. */
    SERVER_ERROR,
    /** The peer does not have what was read before, maybe from another: another, then stop. */
    MISSING,
    /** What came cannot be right: one look at the other peers, then stop. */
    DAMAGED;

    static ReadFailure of(RpcException failure) {
        return switch (failure.kind()) {
            case UNREACHABLE -> UNREACHABLE;
            case DEADLINE -> DEADLINE;
            case OVERCROWDED -> OVERCROWDED;
            case RPC_ERROR -> RPC_ERROR;
            case CLOSED -> CLOSED;
            case TOO_LARGE ->
                throw new IllegalArgumentException("There is an answer, of " + failure.bytes() + " bytes");
        };
    }

    static ReadFailure ofErrcode(int errcode) {
        return switch (errcode) {
            case Err.NOT_LEADER -> NOT_LEADER;
            case Err.VERSION_OLD -> VERSION_OLD;
            case Err.REGION_NOT_EXIST -> REGION_NOT_EXIST;
            case Err.LESS_THAN_OLDEST_TS -> EXPIRED;
            case Err.UNSUPPORT_REQ_TYPE -> UNSUPPORTED;
            case Err.INTERNAL_ERROR -> SERVER_ERROR;
            default -> NOT_READABLE;
        };
    }
}
