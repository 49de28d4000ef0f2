package io.github.binlogcapturer.benchmarks.decode;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.protocol.StoreReq;
import io.github.binlogcapturer.protocol.TableMutation;

/** Protobuf's way to an entry: the generated classes, and {@link ProtobufRows} for the images in it. */
final class ProtobufEntries implements Decoding {

    private final ProtobufRows rows;

    ProtobufEntries(TableSchema schema) throws DescriptorValidationException {
        this.rows = new ProtobufRows(schema);
    }

    @Override
    public void decode(int index, byte[] bytes, RowValues taker) throws InvalidProtocolBufferException {
        StoreReq request = StoreReq.parseFrom(bytes);
        for (TableMutation mutation : request.getBinlog().getPrewriteValue().getMutationsList()) {
            for (ByteString image : mutation.getInsertRowsList()) {
                rows.decode(image, taker);
            }
            for (ByteString image : mutation.getDeletedRowsList()) {
                rows.decode(image, taker);
            }
        }
    }
}
