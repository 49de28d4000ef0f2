package io.github.binlogcapturer.testkit.servers;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** The small change of answering: outcome codes, and handing one answer to gRPC. */
public final class Answers {

    private Answers() {}

    /** Makes an answer a success. */
    public static void succeed(StoreRes.Builder answer, String message) {
        set(answer, WireCodes.Err.SUCCESS, message);
    }

    /** Makes an answer a failure. */
    public static void fail(StoreRes.Builder answer, int errcode, String message) {
        set(answer, errcode, message);
    }

    private static void set(StoreRes.Builder answer, int errcode, String message) {
        answer.setErrcode(errcode).setErrmsg(ByteString.copyFromUtf8(message));
    }

    /** Gives the caller the answer, or the status that says why there is none: nobody else would tell him. */
    public static <T> void send(Supplier<T> answer, StreamObserver<T> caller) {
        T computed;
        try {
            computed = answer.get();
        } catch (StatusRuntimeException e) {
            caller.onError(e);
            return;
        } catch (RuntimeException e) {
            caller.onError(Status.INTERNAL
                    .withDescription("Test kit: " + e)
                    .withCause(e)
                    .asRuntimeException());
            return;
        }
        caller.onNext(computed);
        caller.onCompleted();
    }
}
