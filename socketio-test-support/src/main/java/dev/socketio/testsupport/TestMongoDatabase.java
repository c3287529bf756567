package dev.socketio.testsupport;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.bson.Document;

/**
 * A database whose collections keep the order in which documents were stored: the places
 * of removed ones are not taken by others.
 */
final class TestMongoDatabase extends MemoryDatabase {

	TestMongoDatabase(String name, CursorRegistry cursors) {
		super(name, cursors);
	}

	@Override
	protected MemoryCollection openOrCreateCollection(String name, CollectionOptions options) {
		return new OrderedCollection(this, name, options, this.cursorRegistry);
	}

	private static final class OrderedCollection extends MemoryCollection {

		/** Guarded by this, as is all that the collection does. */
		private final Set<Integer> removed = new HashSet<>();

		OrderedCollection(MemoryDatabase database, String name, CollectionOptions options, CursorRegistry cursors) {
			super(database, name, options, cursors);
		}

		@Override
		protected void removeDocument(Integer position) {
			this.removed.add(position);
		}

		@Override
		public synchronized int count() {
			return super.count() - this.removed.size();
		}

		private Stream<Integer> positions() {
			return IntStream.range(0, super.count()).boxed().filter((position) -> !this.removed.contains(position));
		}

		@Override
		protected Stream<DocumentWithPosition<Integer>> streamAllDocumentsWithPosition() {
			return positions().map((position) -> new DocumentWithPosition<>(getDocument(position), position));
		}

		@Override
		protected QueryResult matchDocuments(Document query, Document orderBy, int skip, int limit, int batchSize,
				Document fields) {
			Stream<Integer> positions = isNaturalDescending(orderBy) ? positions().sorted(Comparator.reverseOrder())
					: positions();
			return matchDocumentsFromStream(positions.map(this::getDocument), query, orderBy, skip, limit, batchSize,
					fields);
		}

	}

}
