package io.github.binlogcapturer.testkit.simulated;

import com.google.protobuf.ByteString;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.StoreRes;
import io.github.binlogcapturer.protocol.WireCodes;
import io.github.binlogcapturer.testkit.servers.Answers;

/** Does to the answer of a read what a fault says. */
final class SpoiledAnswers {

    /** A tag of field 0, which no message may have. */
    private static final ByteString BAD_TAG = ByteString.copyFrom(new byte[] {7});

    /** How FAKEs begin: with their op type. */
    private static final ByteString FAKE =
            ByteString.copyFrom(new byte[] {StoreReq.OP_TYPE_FIELD_NUMBER << 3, WireCodes.Op.FAKE_BINLOG});

    private SpoiledAnswers() {}

    static void spoil(StoreFault fault, StoreReq read, StoreRes.Builder answer) {
        if (fault instanceof StoreFault.MissingErrcode) {
            answer.clearErrcode().clearErrmsg().clearBinlogs().clearCommitTs();
        } else if (fault instanceof StoreFault.RepeatedTail) {
            repeatTail(answer);
        } else if (fault instanceof StoreFault.GetValueFail) {
            Answers.fail(
                    answer.clearBinlogs().clearCommitTs(), WireCodes.Err.GET_VALUE_FAIL, "get binlog value failed");
        } else if ((fault instanceof StoreFault.Corrupted corrupted) && (corrupted.regionId() == read.getRegionId())) {
            corrupt(answer);
        }
    }

    /** Appends the second half again, but for its last entry, so that the answer ends on a ts below its maximum. */
    private static void repeatTail(StoreRes.Builder answer) {
        int count = answer.getBinlogsCount();
        int end = Math.min(count, Math.max(count - 1, 1));
        for (int i = (count - 1) / 2; i < end; i++) {
            answer.addBinlogs(answer.getBinlogs(i)).addCommitTs(answer.getCommitTs(i));
        }
    }

    private static void corrupt(StoreRes.Builder answer) {
        for (int i = 0; i < answer.getBinlogsCount(); i++) {
            ByteString payload = answer.getBinlogs(i);
            if (!payload.startsWith(FAKE)) {
                answer.setBinlogs(i, BAD_TAG.concat(payload.substring(1)));
            }
        }
    }
}
