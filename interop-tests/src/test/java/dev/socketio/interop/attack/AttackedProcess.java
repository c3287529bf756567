package dev.socketio.interop.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.socketio.interop.client.TestServer;

/**
 * A JVM with a small heap that runs {@link AttackedServer} and does not survive an
 * {@code OutOfMemoryError}.
 */
final class AttackedProcess implements AutoCloseable {

	private static final List<String> JVM = List.of("-Xmx128m", "-XX:+ExitOnOutOfMemoryError");

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final int LOG_LINES = 40;

	private final Process process;

	private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

	private final Deque<String> log = new ArrayDeque<>();

	private final TestServer address;

	private AttackedProcess(Process process) {
		this.process = process;
		Thread reader = new Thread(this::read, "output of the server");
		reader.setDaemon(true);
		reader.start();
		this.address = new TestServer("127.0.0.1", Integer.parseInt(answer("port=")));
	}

	static AttackedProcess start() {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		ProcessBuilder builder = new ProcessBuilder(java);
		builder.command().addAll(JVM);
		builder.command().add(AttackedServer.class.getName());
		builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
		builder.redirectErrorStream(true);
		try {
			return new AttackedProcess(builder.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	TestServer address() {
		return this.address;
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Ask the server what it holds, after a garbage collection.
	 * @return the numbers by their names
	 */
	Map<String, Long> state() {
		try {
			Writer questions = this.process.outputWriter();
			questions.write("state\n");
			questions.flush();
		}
		catch (IOException ex) {
			throw new AssertionError("The server has ended: " + log());
		}
		return Arrays.stream(answer("state=").split(" "))
			.map((pair) -> pair.split(":"))
			.collect(Collectors.toMap((pair) -> pair[0], (pair) -> Long.valueOf(pair[1])));
	}

	/**
	 * The last lines that the server has printed.
	 * @return lines, shortened
	 */
	String log() {
		synchronized (this.log) {
			return String.join("\n", this.log);
		}
	}

	private String answer(String prefix) {
		try {
			String line = this.answers.poll(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
			if (line == null || !line.startsWith(prefix)) {
				throw new AssertionError(
						(isAlive() ? "The server does not answer: " : "The server has ended: ") + log());
			}
			return line.substring(prefix.length());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private void read() {
		this.process.inputReader().lines().forEach((line) -> {
			if (line.startsWith("port=") || line.startsWith("state=")) {
				this.answers.add(line);
				return;
			}
			synchronized (this.log) {
				this.log.add((line.length() > 300) ? line.substring(0, 300) + "…" : line);
				if (this.log.size() > LOG_LINES) {
					this.log.remove();
				}
			}
		});
		this.answers.add("end");
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
