package io.thalweg.benchmark.regression;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.zip.CRC32C;

/**
 * What this machine takes for the least that a broker does with a batch, in plain Java: a checksum, the way over a
 * loopback connection and back, and a write to a file. Costs of brokers are told as multiples of it, so that machines, and
 * moods of one machine, can be compared.
 */
public final class Yardstick {
    private static final int BLOCK_BYTES = 16 << 10;
    private static final long FILE_BYTES = 64L << 20;
    private static final double NANOS = 1e9;
    private static final double GIGABYTE = 1e9;
    private static final Duration WARM_UP = Duration.ofSeconds(2);

    private final Path file;

    /** @param folder where a file is written and deleted again */
    public Yardstick(Path folder) {
        this.file = folder.resolve("yardstick");
    }

    /** Processor time of this process for a GB of 10^9 bytes, in seconds, measured for about so long. */
    public double cpuSecondsPerGigabyte(Duration length) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Thread echo = new Thread(() -> echo(server), "yardstick-echo");
            echo.setDaemon(true);
            echo.start();
            try (SocketChannel client = SocketChannel.open(server.getLocalAddress());
                    FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                move(client, out, WARM_UP);
                long before = cpuNanos();
                long bytes = move(client, out, length);
                return (cpuNanos() - before) / NANOS / (bytes / GIGABYTE);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static long move(SocketChannel client, FileChannel out, Duration length) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
        CRC32C checksum = new CRC32C();
        long end = System.nanoTime() + length.toNanos();
        long bytes = 0;
        while (System.nanoTime() - end < 0) {
            block.clear();
            checksum.update(block);
            block.putInt(0, (int) checksum.getValue()).clear();
            writeAll(client, block);
            block.clear();
            if (!fill(client, block)) {
                throw new IOException("the other end of the yardstick is gone");
            }
            block.flip();
            long place = bytes % FILE_BYTES;
            while (block.hasRemaining()) {
                place += out.write(block, place);
            }
            bytes += BLOCK_BYTES;
        }
        return bytes;
    }

    private static void writeAll(SocketChannel to, ByteBuffer block) throws IOException {
        while (block.hasRemaining()) {
            to.write(block);
        }
    }

    /** Returns whether the block is full; else the stream has ended. */
    private static boolean fill(SocketChannel from, ByteBuffer block) throws IOException {
        while (block.hasRemaining()) {
            if (from.read(block) < 0) {
                return false;
            }
        }
        return true;
    }

    private static void echo(ServerSocketChannel server) {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
        try (SocketChannel peer = server.accept()) {
            while (fill(peer, block)) {
                block.flip();
                writeAll(peer, block);
                block.clear();
            }
        } catch (AsynchronousCloseException e) {
            // Nobody came: the measurement failed before, and says why.
            return;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
