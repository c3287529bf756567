package dev.socketio.testsupport;

import java.net.InetSocketAddress;
import java.util.List;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.netty.channel.Channel;

/**
 * A server that speaks the wire protocol of MongoDB, with change streams. It has no
 * capped collections, removes nothing by itself and is no replica set.
 */
public final class TestMongo implements AutoCloseable {

	private final Backend backend = new Backend();

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
		return uri(port());
	}

	/**
	 * Return the connection string for what forwards to a server.
	 * @param port the port
	 * @return the URI
	 */
	public static String uri(int port) {
		return "mongodb://127.0.0.1:" + port + "/?directConnection=true&serverSelectionTimeoutMS=2000";
	}

	/** Answer as a server does that is no replica set. */
	public void refuseChangeStreams() {
		this.backend.standalone = true;
	}

	/** Refuse the next attempt to continue a change stream, as if its place were gone. */
	public void forgetHistory() {
		this.backend.forgetful = true;
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

	private static final class Backend extends MemoryBackend {

		private static final int PAUSE_MILLIS = 5;

		private static final int NO_REPLICA_SET = 40573;

		private static final int HISTORY_LOST = 286;

		private volatile boolean standalone;

		private volatile boolean forgetful;

		@Override
		public Document handleCommand(Channel channel, String database, String command, Document query) {
			return switch (command) {
				case "hello" -> handle(channel, database, "ismaster", query);
				case "create" -> handle(channel, database, command, uncapped(query));
				case "getMore" -> getMore(channel, database, command, query);
				case "aggregate" -> aggregate(channel, database, command, query);
				default -> handle(channel, database, command, query);
			};
		}

		/**
		 * One after the other: otherwise readers of the log miss documents that come late
		 * into it.
		 */
		private synchronized Document handle(Channel channel, String database, String command, Document query) {
			return super.handleCommand(channel, database, command, query);
		}

		private Document aggregate(Channel channel, String database, String command, Document query) {
			String pipeline = String.valueOf(query.get("pipeline"));
			if (this.forgetful && (pipeline.contains("startAfter") || pipeline.contains("resumeAfter"))) {
				this.forgetful = false;
				throw new MongoServerError(HISTORY_LOST, "ChangeStreamHistoryLost",
						"Resume of change stream was not possible, as the resume point may no longer be in the oplog");
			}
			if (this.standalone && pipeline.contains("$changeStream")) {
				throw new MongoServerError(NO_REPLICA_SET, "Location40573",
						"The $changeStream stage is only supported on replica sets");
			}
			return handle(channel, database, command, query);
		}

		private static Document uncapped(Document query) {
			query.remove("capped");
			query.remove("size");
			query.remove("max");
			return query;
		}

		/** MongoDB waits for documents, this server does not. */
		private Document getMore(Channel channel, String database, String command, Document query) {
			Document answer = handle(channel, database, command, query);
			if (answer.get("cursor") instanceof Document cursor && cursor.get("nextBatch") instanceof List<?> batch
					&& batch.isEmpty()) {
				pause();
				return handle(channel, database, command, query);
			}
			return answer;
		}

		private static void pause() {
			try {
				Thread.sleep(PAUSE_MILLIS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
