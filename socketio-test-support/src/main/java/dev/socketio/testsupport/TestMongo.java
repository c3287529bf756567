package dev.socketio.testsupport;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.bson.Document;

/**
 * A server that speaks the wire protocol of MongoDB, with change streams that end when
 * their collection is dropped. It has no capped collections, removes nothing by itself
 * and is no replica set; it can be told to answer as if it were otherwise.
 */
public final class TestMongo implements AutoCloseable {

	/** For how long drivers look for the server, also on a slow machine. */
	private static final int PATIENCE_MILLIS = 20_000;

	private static final int IMPATIENCE_MILLIS = 5_000;

	private final TestMongoBackend backend = new TestMongoBackend();

	private final MongoServer server = new MongoServer(this.backend);

	private final InetSocketAddress address;

	private TestMongo() {
		this.backend.version(new Version());
		this.server.enableOplog();
		this.address = this.server.bind();
	}

	/**
	 * Start a server, in this process.
	 * @return the server
	 */
	public static TestMongo start() {
		return new TestMongo();
	}

	/**
	 * Return the port.
	 * @return the port, on the loopback interface
	 */
	public int port() {
		return this.address.getPort();
	}

	/**
	 * Return the connection string.
	 * @return the URI
	 */
	public String uri() {
		return uri(port(), PATIENCE_MILLIS);
	}

	/**
	 * Return the connection string for a port where there may be no server, which is to
	 * be noticed before long.
	 * @param port the port
	 * @return the URI
	 */
	public static String uri(int port) {
		return uri(port, IMPATIENCE_MILLIS);
	}

	private static String uri(int port, int millis) {
		return "mongodb://127.0.0.1:" + port + "/?directConnection=true&serverSelectionTimeoutMS=" + millis;
	}

	/** Answer as a server does that is no replica set. */
	public void refuseChangeStreams() {
		this.backend.standalone = true;
	}

	/** Refuse the next attempt to continue a change stream, as if its place were gone. */
	public void forgetHistory() {
		this.backend.forgetful = true;
	}

	/**
	 * Refuse to continue change streams from places before now, as if the log of
	 * operations began here.
	 */
	public void forgetHistoryUntilNow() {
		this.backend.oldest = this.backend.newest + 1;
	}

	/**
	 * Refuse a command, until further notice.
	 * @param command the name of the command
	 * @param code the code of the error
	 */
	public void refuse(String command, int code) {
		this.backend.refused.put(command, code);
	}

	/**
	 * Execute a command again that has been refused.
	 * @param command the name of the command
	 */
	public void allow(String command) {
		this.backend.refused.remove(command);
	}

	/**
	 * Say that all collections have been created with these options.
	 * @param options what {@code listCollections} tells as options
	 */
	public void describeCollections(Map<String, Object> options) {
		this.backend.options = new Document(options);
	}

	/**
	 * Say that there are no collections, as if others created them a moment later.
	 * @param times how many times {@code listCollections} tells nothing
	 */
	public void hideCollections(int times) {
		this.backend.hidden.set(times);
	}

	/**
	 * Say that all collections have these indexes.
	 * @param indexes what {@code listIndexes} tells
	 */
	public void describeIndexes(List<Map<String, Object>> indexes) {
		this.backend.indexes = indexes.stream().map(Document::new).toList();
	}

	/**
	 * Keep what comes into change streams from now on.
	 * @param held whether to hold it back, or to let it go
	 */
	public void holdBack(boolean held) {
		this.backend.held = held;
	}

	/**
	 * Return the commands that have come so far to create something.
	 * @param command {@code create} or {@code createIndexes}
	 * @return the commands as they came, in their order
	 */
	public List<Map<String, Object>> commands(String command) {
		List<Map<String, Object>> found = new ArrayList<>();
		this.backend.commands.stream().filter((query) -> query.containsKey(command)).forEach(found::add);
		return found;
	}

	@Override
	public void close() {
		this.server.shutdownNow();
	}

	private static final class Version implements MongoVersion {

		@Override
		public List<Integer> getVersionArray() {
			return List.of(5, 0, 0);
		}

		@Override
		public int getWireVersion() {
			return 13;
		}

	}

}
