package io.github.binlogcapturer.internal.testing;

import io.github.binlogcapturer.protocol.BaikalMethods;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A store that answers by a script and remembers what it was asked. */
public final class FakeStore extends FakeServer {

    public final List<StoreReq> requests;
    private final Script script;

    private FakeStore(Script script) {
        super(script.service());
        this.script = script;
        this.requests = script.requests;
    }

    public static FakeStore start(Function<StoreReq, StoreRes> answer) {
        return new FakeStore(new Script(answer));
    }

    /** Answers differently from now on. */
    public void answer(Function<StoreReq, StoreRes> answer) {
        script.answer = answer;
    }

    private static final class Script {

        private final List<StoreReq> requests = new CopyOnWriteArrayList<>();
        private volatile Function<StoreReq, StoreRes> answer;

        private Script(Function<StoreReq, StoreRes> answer) {
            this.answer = answer;
        }

        private ServerServiceDefinition service() {
            ServerServiceDefinition.Builder service = ServerServiceDefinition.builder("baikaldb.pb.StoreService");
            handle(service, BaikalMethods.QUERY_BINLOG, request -> {
                requests.add(request);
                return answer.apply(request);
            });
            return service.build();
        }
    }
}
