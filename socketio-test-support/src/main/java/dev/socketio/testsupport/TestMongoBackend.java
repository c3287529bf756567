package dev.socketio.testsupport;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * What {@link TestMongo} answers.
 */
final class TestMongoBackend extends MemoryBackend {

	private static final int PAUSE_MILLIS = 5;

	private static final int NO_REPLICA_SET = 40573;

	private static final int HISTORY_LOST = 286;

	private static final int DUPLICATE_KEY = 11000;

	private static final Set<String> RECORDED = Set.of("create", "createIndexes");

	volatile boolean standalone;

	volatile boolean forgetful;

	volatile boolean held;

	/** Places in the log of operations. */
	volatile long oldest;

	volatile long newest;

	volatile @Nullable Document options;

	volatile @Nullable List<Document> indexes;

	final AtomicInteger hidden = new AtomicInteger();

	final Map<String, Integer> refused = new ConcurrentHashMap<>();

	final List<Document> commands = new CopyOnWriteArrayList<>();

	/** Cursors of change streams, and whether they tell why they end. */
	private final Map<Long, Boolean> streams = new ConcurrentHashMap<>();

	@Override
	public MemoryDatabase openOrCreateDatabase(String name) {
		return new TestMongoDatabase(name, getCursorRegistry());
	}

	@Override
	public Document handleCommand(Channel channel, String database, String command, Document query) {
		if (RECORDED.contains(command)) {
			this.commands.add(query.cloneDeeply());
		}
		Integer code = this.refused.get(command);
		if (code != null) {
			throw new MongoServerError(code, "Refused", command + " is refused");
		}
		return switch (command) {
			case "hello", "ismaster", "isMaster" ->
				handle(channel, database, "ismaster", query).append("logicalSessionTimeoutMinutes", 30);
			case "endSessions" -> new Document("ok", 1.0);
			case "create" -> handle(channel, database, command, uncapped(query));
			case "insert" -> insert(channel, database, command, query);
			case "getMore" -> getMore(channel, database, command, query);
			case "aggregate" -> aggregate(channel, database, command, query);
			case "listCollections" -> describe(handle(channel, database, command, query));
			case "listIndexes" -> withIndexes(handle(channel, database, command, query));
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

	/** The server would tell change streams of documents that it has refused, too. */
	private synchronized Document insert(Channel channel, String database, String command, Document query) {
		List<?> documents = (query.get("documents") instanceof List<?> list) ? list : List.of();
		for (int i = 0; i < documents.size(); i++) {
			Object id = ((Document) documents.get(i)).get("_id");
			if (id != null && exists(channel, database, query.get(command), id)) {
				if (i > 0) {
					query.put("documents", new ArrayList<>(documents.subList(0, i)));
					handle(channel, database, command, query);
				}
				Document error = new Document("index", i).append("code", DUPLICATE_KEY)
					.append("errmsg", "E11000 duplicate key error");
				return new Document("n", i).append("writeErrors", List.of(error)).append("ok", 1.0);
			}
		}
		return handle(channel, database, command, query);
	}

	private boolean exists(Channel channel, String database, @Nullable Object collection, Object id) {
		Document query = new Document("find", collection).append("filter", new Document("_id", id)).append("limit", 1);
		return handle(channel, database, "find", query).get("cursor") instanceof Document cursor
				&& cursor.get("firstBatch") instanceof List<?> found && !found.isEmpty();
	}

	@SuppressWarnings("unchecked")
	private Document aggregate(Channel channel, String database, String command, Document query) {
		if (!(query.get("pipeline") instanceof List<?> pipeline) || pipeline.isEmpty()
				|| !(pipeline.get(0) instanceof Document first)
				|| !(first.get("$changeStream") instanceof Document stream)) {
			return handle(channel, database, command, query);
		}
		if (this.standalone) {
			throw new MongoServerError(NO_REPLICA_SET, "Location40573",
					"The $changeStream stage is only supported on replica sets");
		}
		if (isForgotten(stream.get("startAfter")) || isForgotten(stream.get("resumeAfter"))) {
			this.forgetful = false;
			throw new MongoServerError(HISTORY_LOST, "ChangeStreamHistoryLost",
					"Resume of change stream was not possible, as the resume point may no longer be in the oplog");
		}
		String text = pipeline.toString();
		boolean tells = !text.contains("operationType") || text.contains("invalidate");
		((List<Object>) pipeline).replaceAll(TestMongoBackend::withDrops);
		Document answer = handle(channel, database, command, query);
		if (answer.get("cursor") instanceof Document cursor && cursor.get("id") instanceof Long id) {
			this.streams.put(id, tells);
			invalidate(cursor, "firstBatch", id);
		}
		return answer;
	}

	private boolean isForgotten(@Nullable Object token) {
		return token instanceof Document && (this.forgetful || place(token) < this.oldest);
	}

	private static Object withDrops(Object stage) {
		return (stage instanceof Document document && document.get("$match") instanceof Document match)
				? new Document("$match", new Document("$or", List.of(new Document("operationType", "drop"), match)))
				: stage;
	}

	/** As MongoDB does, end at the first event that drops the collection. */
	private void invalidate(Document cursor, String name, long id) {
		List<Document> events = new ArrayList<>();
		for (Object event : cursor.get(name) instanceof List<?> batch ? batch : List.of()) {
			Document document = (Document) event;
			note(document);
			if ("drop".equals(document.get("operationType"))) {
				if (Boolean.TRUE.equals(this.streams.remove(id))) {
					document.put("operationType", "invalidate");
					events.add(document);
				}
				closeCursors(List.of(id));
				cursor.put("id", 0L);
				break;
			}
			events.add(document);
		}
		cursor.put(name, events);
	}

	private synchronized void note(Document event) {
		this.newest = Math.max(this.newest, place(event.get("_id")));
	}

	private static long place(@Nullable Object token) {
		return (token instanceof Document place) ? Long.parseLong(String.valueOf(place.get("_data")), 16) : 0;
	}

	private Document describe(Document answer) {
		if (this.hidden.getAndUpdate((times) -> Math.max(0, times - 1)) > 0
				&& answer.get("cursor") instanceof Document cursor) {
			cursor.put("firstBatch", List.of());
		}
		Document described = this.options;
		if (described != null && answer.get("cursor") instanceof Document cursor
				&& cursor.get("firstBatch") instanceof List<?> collections) {
			collections.forEach((collection) -> ((Document) collection).put("options", described));
		}
		return answer;
	}

	private Document withIndexes(Document answer) {
		List<Document> described = this.indexes;
		if (described != null && answer.get("cursor") instanceof Document cursor) {
			cursor.put("firstBatch", described);
		}
		return answer;
	}

	private static Document uncapped(Document query) {
		query.remove("capped");
		query.remove("size");
		query.remove("max");
		return query;
	}

	/** MongoDB waits for documents, this server does not. */
	private Document getMore(Channel channel, String database, String command, Document query) {
		Object id = query.get(command);
		if (!this.streams.containsKey(id)) {
			return handle(channel, database, command, query);
		}
		if (this.held) {
			pause();
			Document cursor = new Document("id", id).append("ns", database + "." + query.get("collection"))
				.append("nextBatch", List.of());
			return new Document("cursor", cursor).append("ok", 1.0);
		}
		Document answer = events(channel, database, command, query);
		if (answer.get("cursor") instanceof Document cursor && cursor.get("nextBatch") instanceof List<?> batch
				&& batch.isEmpty() && !Long.valueOf(0).equals(cursor.get("id"))) {
			pause();
			return events(channel, database, command, query);
		}
		return answer;
	}

	private Document events(Channel channel, String database, String command, Document query) {
		Document answer = handle(channel, database, command, query);
		if (answer.get("cursor") instanceof Document cursor && query.get(command) instanceof Number id) {
			invalidate(cursor, "nextBatch", id.longValue());
		}
		return answer;
	}

	/**
	 * The server has no signal for new documents, so an empty batch is asked for once
	 * more after a while; otherwise drivers would ask without end.
	 */
	private static void pause() {
		try {
			Thread.sleep(PAUSE_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
