package dev.socketio.benchmarks.soak;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * {@link SoakServer} in a JVM of its own, which does not survive an
 * {@code OutOfMemoryError}.
 */
final class ServerProcess implements AutoCloseable {

	private static final int LOG_LINES = 40;

	private static final int TIMEOUT_SECONDS = 60;

	private final Process process;

	private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

	private final Deque<String> log = new ArrayDeque<>();

	private final int port;

	ServerProcess(List<String> jvm, List<String> arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(jvm);
		command.addAll(List.of("-cp", System.getProperty("java.class.path")));
		if (System.getProperty("loader.main") != null) {
			// a jar with jars in it
			command.add("-Dloader.main=" + SoakServer.class.getName());
			command.add("org.springframework.boot.loader.launch.PropertiesLauncher");
		}
		else {
			command.add(SoakServer.class.getName());
		}
		command.addAll(arguments);
		this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		Thread reader = new Thread(this::read, "output of the server");
		reader.setDaemon(true);
		reader.start();
		this.port = Integer.parseInt(answer("port="));
	}

	int port() {
		return this.port;
	}

	Map<String, Long> state() throws IOException, InterruptedException {
		Writer questions = this.process.outputWriter();
		questions.write("state\n");
		questions.flush();
		Map<String, Long> state = new TreeMap<>();
		for (String pair : answer("state=").split(" ")) {
			int colon = pair.lastIndexOf(':');
			state.put(pair.substring(0, colon), Long.valueOf(pair.substring(colon + 1)));
		}
		return state;
	}

	/** The last lines that the server has printed. */
	String log() {
		synchronized (this.log) {
			return String.join("\n", this.log);
		}
	}

	private String answer(String prefix) throws InterruptedException {
		String line = this.answers.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		if (line == null || !line.startsWith(prefix)) {
			throw new IllegalStateException((line == null) ? "The server does not answer" : "The server has ended");
		}
		return line.substring(prefix.length());
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
