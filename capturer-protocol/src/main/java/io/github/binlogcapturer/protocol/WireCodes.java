package io.github.binlogcapturer.protocol;

/**
 * The numbers of BaikalDB's enums that a capture client sends or meets. They are plain ints because received enums are
 * {@code int32} in our messages: a newer server may send values that this version does not know.
 */
public final class WireCodes {

    private WireCodes() {}

    /** {@code ErrCode}: the outcome in every response. */
    public static final class Err {
        public static final int SUCCESS = 0;
        public static final int NOT_LEADER = 1;
        public static final int UNSUPPORT_REQ_TYPE = 4;
        public static final int INPUT_PARAM_ERROR = 5;
        public static final int GET_VALUE_FAIL = 6;
        public static final int INTERNAL_ERROR = 9;
        public static final int VERSION_OLD = 10;
        public static final int REGION_NOT_EXIST = 16;
        public static final int HAVE_NOT_INIT = 17;
        public static final int RETRY_LATER = 28;
        public static final int LESS_THAN_OLDEST_TS = 29;

        private Err() {}

        /** Returns the server's name of a code, or {@code ErrCode n} for one that is not known here. */
        public static String name(int code) {
            return switch (code) {
                case SUCCESS -> "SUCCESS";
                case NOT_LEADER -> "NOT_LEADER";
                case UNSUPPORT_REQ_TYPE -> "UNSUPPORT_REQ_TYPE";
                case INPUT_PARAM_ERROR -> "INPUT_PARAM_ERROR";
                case GET_VALUE_FAIL -> "GET_VALUE_FAIL";
                case INTERNAL_ERROR -> "INTERNAL_ERROR";
                case VERSION_OLD -> "VERSION_OLD";
                case REGION_NOT_EXIST -> "REGION_NOT_EXIST";
                case HAVE_NOT_INIT -> "HAVE_NOT_INIT";
                case RETRY_LATER -> "RETRY_LATER";
                case LESS_THAN_OLDEST_TS -> "LESS_THAN_OLDEST_TS";
                default -> "ErrCode " + code;
            };
        }
    }

    /** {@code OpType}: what a {@link StoreReq}, {@link TsoRequest} or {@link MetaManagerRequest} asks for. */
    public static final class Op {
        public static final int READ_BINLOG = 60;
        public static final int PREWRITE_BINLOG = 61;
        public static final int COMMIT_BINLOG = 62;
        public static final int ROLLBACK_BINLOG = 63;
        public static final int FAKE_BINLOG = 64;
        public static final int QUERY_BINLOG = 66;
        public static final int QUERY_OFFLINE_BINLOG = 68;
        public static final int GEN_TSO = 173;
        public static final int QUERY_TSO_INFO = 176;
        public static final int LINK_BINLOG = 177;
        public static final int UNLINK_BINLOG = 178;

        private Op() {}
    }

    /** {@code QueryOpType}: what a {@link QueryRequest} asks for. */
    public static final class Query {
        public static final int SCHEMA = 7;
        public static final int REGION = 8;
        public static final int SCHEMA_FLATTEN = 105;

        private Query() {}
    }

    /** {@code RaftControlOp} and the raft groups of a meta server. */
    public static final class Raft {
        public static final int GET_LEADER = 4;
        public static final long META_GROUP = 0;
        public static final long TSO_GROUP = 2;

        private Raft() {}
    }

    /** {@code BinlogType} of an entry. */
    public static final class Entry {
        public static final int PREWRITE = 0;
        public static final int COMMIT = 1;
        public static final int ROLLBACK = 2;
        public static final int FAKE = 4;

        private Entry() {}
    }

    /** {@code MutationType}: the kind of statement behind a {@link TableMutation}. */
    public static final class Mutation {
        public static final int INSERT = 0;
        public static final int UPDATE = 1;
        public static final int DELETE = 2;

        private Mutation() {}
    }

    /** {@code Engine} of a table. */
    public static final class Engine {
        public static final int BINLOG = 4;

        private Engine() {}
    }

    /** {@code IndexType} and {@code IndexState}. */
    public static final class Index {
        public static final int PRIMARY = 1;
        public static final int UNIQUE = 2;
        public static final int STATE_PUBLIC = 1;

        private Index() {}
    }

    /** {@code PartitionType} of a table that is partitioned. */
    public static final class Partition {
        public static final int RANGE = 2;

        private Partition() {}
    }

    /** {@code Charset} of a table. */
    public static final class Charset {
        public static final int GBK = 1;

        private Charset() {}
    }
}
