package dev.socketio.adapter.redis.internal;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisErrors}.
 */
class RedisErrorsTests {

	@ParameterizedTest
	@ValueSource(strings = { "MOVED 3999 127.0.0.1:6381", "ASK 3999 127.0.0.1:6381", "CLUSTERDOWN The cluster is down",
			"TRYAGAIN Multiple keys request during rehashing of slot",
			"UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)" })
	void treatsRedirectionsAsTemporary(String message) {
		assertThat(RedisErrors.isTemporary(new RedisCommandExecutionException(message))).isTrue();
	}

	@Test
	void treatsLoadingAsTemporary() {
		assertThat(RedisErrors.isTemporary(new RedisLoadingException("LOADING Redis is loading"))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "OOM command not allowed when used memory > 'maxmemory'.",
			"MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.",
			"BUSY Redis is busy running a script.", "READONLY You can't write against a read only replica.",
			"MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
			"NOREPLICAS Not enough good replicas to write." })
	void treatsStatesOfRedisAsTemporary(String message) {
		RedisCommandExecutionException error = new RedisCommandExecutionException(message);
		assertThat(RedisErrors.isTemporary(error)).isTrue();
		assertThat(RedisErrors.isElsewhere(error)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "WRONGTYPE Operation against a key", "NOPERM this user has no permissions",
			"BUSYGROUP Consumer Group name already exists", "" })
	void treatsOtherErrorsAsPermanent(String message) {
		assertThat(RedisErrors.isTemporary(new RedisCommandExecutionException(message))).isFalse();
		assertThat(RedisErrors.isTemporary(new RedisException("MOVED by somebody else"))).isFalse();
	}

}
