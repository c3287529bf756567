package dev.socketio.testsupport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import redis.embedded.RedisServer;
import redis.embedded.RedisServerBuilder;

/**
 * One of several Redis processes that work together.
 */
final class RedisNode {

	static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final int port;

	private final Path directory;

	private final List<String> settings;

	private RedisServer server;

	/** Starts it, with its files in a directory. */
	RedisNode(int port, Path directory, List<String> settings) {
		this.port = port;
		this.directory = directory;
		this.settings = settings;
		this.server = launch();
	}

	private RedisServer launch() {
		RedisServerBuilder builder = RedisServer.builder()
			.port(this.port)
			.bind("127.0.0.1")
			.setting("save \"\"")
			.setting("appendonly no")
			.setting("repl-diskless-sync-delay 0")
			.setting("dir " + this.directory);
		this.settings.forEach(builder::setting);
		RedisServer launched = builder.build();
		launched.start();
		return launched;
	}

	int port() {
		return this.port;
	}

	void stop() {
		this.server.stop();
	}

	void restart() {
		this.server = launch();
	}

	String command(String line) {
		return command(this.port, line);
	}

	/** Redis takes commands as lines, too. */
	static String command(int port, String line) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout((int) TIMEOUT.toMillis());
			socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
			// Redis answers, then closes
			socket.shutdownOutput();
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
			List<String> answer = reader.lines().filter((part) -> !part.matches("[*$]-?\\d+")).toList();
			return String.join("\n", answer).replaceFirst("^[+:]", "").strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void awaitReplication() {
		await(() -> command("INFO replication").contains("master_link_status:up"));
	}

	void awaitPromotion() {
		await(this::isPromoted);
	}

	void awaitDemotion() {
		await(() -> command("ROLE").startsWith("slave"));
	}

	boolean isPromoted() {
		return command("ROLE").startsWith("master");
	}

	static void await(Callable<Boolean> condition) {
		await(TIMEOUT, condition);
	}

	/** Repeat an action until a condition is met in time. */
	static void repeatUntil(Duration time, Runnable action, Callable<Boolean> condition) {
		await(() -> {
			action.run();
			return isTrueWithin(time, condition);
		});
	}

	private static boolean isTrueWithin(Duration time, Callable<Boolean> condition) {
		try {
			await(time, condition);
			return true;
		}
		catch (ConditionTimeoutException ex) {
			return false;
		}
	}

	/** A node closes the connections of its clients when its role changes. */
	private static void await(Duration time, Callable<Boolean> condition) {
		Awaitility.await()
			.atMost(time)
			.pollInterval(Duration.ofMillis(20))
			.ignoreException(UncheckedIOException.class)
			.until(condition);
	}

}
