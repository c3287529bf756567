package dev.socketio.adapter.mongo;

import java.util.Set;

import com.mongodb.MongoException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoServerException;

/**
 * Distinguishes errors of the connection from refusals of MongoDB itself.
 */
final class MongoErrors {

	/**
	 * The errors of servers that cannot reach others, such as those of a sharded cluster,
	 * or that are starting, stopping or changing roles: HostUnreachable, HostNotFound,
	 * NetworkTimeout, ShutdownInProgress, FailedToSatisfyReadPreference,
	 * ReadConcernMajorityNotAvailableYet, PrimarySteppedDown, ExceededTimeLimit and
	 * SocketException.
	 */
	private static final Set<Integer> TRANSIENT = Set.of(6, 7, 89, 91, 133, 134, 189, 262, 9001);

	/**
	 * The errors of documents that MongoDB does not store for a while: LockTimeout,
	 * MaxTimeMSExpired, WriteConflict, ExceededMemoryLimit, TemporarilyUnavailable,
	 * UserWritesBlocked, IngressRequestRateLimitExceeded and OutOfDiskSpace.
	 */
	private static final Set<Integer> NOT_NOW = Set.of(24, 50, 112, 146, 365, 371, 462, 14031);

	private static final Set<String> LABELS = Set.of("RetryableWriteError", "ResumableChangeStreamError",
			"TransientTransactionError");

	private MongoErrors() {
	}

	/**
	 * Return whether the connection has failed. MongoDB repeats its own refusals, unless
	 * it says otherwise.
	 */
	static boolean isTransient(Throwable error) {
		return error instanceof MongoException exception && (!(error instanceof MongoServerException)
				|| error instanceof MongoNotPrimaryException || error instanceof MongoNodeIsRecoveringException
				|| TRANSIENT.contains(exception.getCode()) || LABELS.stream().anyMatch(exception::hasErrorLabel));
	}

	/** Return whether a document that was not stored may be stored later. */
	static boolean isNotNow(Throwable error) {
		return isTransient(error) || error instanceof MongoException exception && isNotNow(exception.getCode());
	}

	/** Return whether a document that was not stored may be stored later. */
	static boolean isNotNow(int code) {
		return TRANSIENT.contains(code) || NOT_NOW.contains(code);
	}

	/** Return whether MongoDB has understood and refused a command. */
	static boolean isRefusal(Throwable error) {
		return error instanceof MongoServerException && !isTransient(error);
	}

}
