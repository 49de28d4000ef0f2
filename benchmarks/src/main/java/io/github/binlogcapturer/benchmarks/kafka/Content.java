package io.github.binlogcapturer.benchmarks.kafka;

import io.github.binlogcapturer.benchmarks.workload.ReadyStream;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.format.MessageBuffer;
import io.github.binlogcapturer.format.MessageEncoder;
import io.github.binlogcapturer.format.MessageFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a table's topic holds.
 *
 * @param records how many records
 * @param checksum the sum of the checksums of their values, whatever their order
 */
record Content(int records, long checksum) {

    /** Returns what the transactions of a stream, each of one row, make in a format. */
    static Content of(ReadyStream stream, MessageFormat format) {
        MessageBuffer buffer = new MessageBuffer();
        MessageEncoder encoder = format.encoder(buffer);
        List<Transaction> transactions = stream.everything();
        long sum = 0;
        for (Transaction transaction : transactions) {
            buffer.clear();
            encoder.change(transaction, 0);
            sum += checksum(buffer.array(), buffer.length());
        }
        return new Content(transactions.size(), sum);
    }

    /** Returns what records hold. */
    static Content of(List<ConsumerRecord<byte[], byte[]>> records) {
        long sum = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            sum += checksum(record.value(), record.value().length);
        }
        return new Content(records.size(), sum);
    }

    private static long checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }
}
