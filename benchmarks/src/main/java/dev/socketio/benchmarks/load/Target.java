package dev.socketio.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A server under load, on the loopback interface.
 *
 * @param name how the table calls it
 * @param port where it listens
 * @param pid its process, whose CPU time is read from Linux
 */
record Target(String name, int port, long pid) {

	/** The kernel counts in these units whatever its own clock rate is. */
	private static final long MICROSECONDS_PER_TICK = 10_000;

	/** Read {@code name:port:pid}. */
	static Target parse(String text) {
		String[] parts = text.split(":");
		return new Target(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
	}

	/**
	 * The time that all threads have spent on a processor until now, those of the JIT
	 * compiler excepted: they do not work for the clients.
	 */
	long cpuMicroseconds() throws IOException {
		Path process = Path.of("/proc", Long.toString(this.pid));
		long ticks = ticks(process);
		try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"), Target::isCompiler)) {
			for (Path thread : threads) {
				ticks -= ticks(thread);
			}
		}
		return ticks * MICROSECONDS_PER_TICK;
	}

	private static boolean isCompiler(Path thread) throws IOException {
		return Files.readString(thread.resolve("comm")).matches("(?s)C[12] Comp.*");
	}

	/** User and system time. The name, in parentheses, may contain anything. */
	private static long ticks(Path directory) throws IOException {
		String stat = Files.readString(directory.resolve("stat"), StandardCharsets.ISO_8859_1);
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
		return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
	}

}
