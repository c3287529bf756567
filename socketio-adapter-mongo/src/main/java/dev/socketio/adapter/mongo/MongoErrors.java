package dev.socketio.adapter.mongo;

import java.util.Set;

import com.mongodb.MongoException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoServerException;

/**
 * Tells what is a matter of the way to MongoDB from what MongoDB itself refuses.
 */
final class MongoErrors {

	/**
	 * What servers answer that are on the way themselves, such as those of a sharded
	 * cluster, or that are just starting, stopping or changing roles: HostUnreachable,
	 * HostNotFound, NetworkTimeout, ShutdownInProgress, FailedToSatisfyReadPreference,
	 * ReadConcernMajorityNotAvailableYet, PrimarySteppedDown, ExceededTimeLimit and
	 * SocketException.
	 */
	private static final Set<Integer> TRANSIENT = Set.of(6, 7, 89, 91, 133, 134, 189, 262, 9001);

	/**
	 * What MongoDB refuses to store for a while: LockTimeout, MaxTimeMSExpired,
	 * WriteConflict, ExceededMemoryLimit, TemporarilyUnavailable, UserWritesBlocked,
	 * IngressRequestRateLimitExceeded and OutOfDiskSpace.
	 */
	private static final Set<Integer> NOT_NOW = Set.of(24, 50, 112, 146, 365, 371, 462, 14031);

	private static final Set<String> LABELS = Set.of("RetryableWriteError", "ResumableChangeStreamError",
			"TransientTransactionError");

	private MongoErrors() {
	}

	/**
	 * What MongoDB itself refuses, it refuses again, unless it says otherwise. All else
	 * is a matter of the way to it.
	 */
	static boolean isTransient(Throwable error) {
		return error instanceof MongoException exception && (!(error instanceof MongoServerException)
				|| error instanceof MongoNotPrimaryException || error instanceof MongoNodeIsRecoveringException
				|| TRANSIENT.contains(exception.getCode()) || LABELS.stream().anyMatch(exception::hasErrorLabel));
	}

	/** Whether a document that was not stored may be stored later. */
	static boolean isNotNow(Throwable error) {
		return isTransient(error) || error instanceof MongoException exception && isNotNow(exception.getCode());
	}

	/** Whether a document that was not stored may be stored later. */
	static boolean isNotNow(int code) {
		return TRANSIENT.contains(code) || NOT_NOW.contains(code);
	}

	/** Whether a command has been understood and refused. */
	static boolean isRefusal(Throwable error) {
		return error instanceof MongoServerException && !isTransient(error);
	}

}
