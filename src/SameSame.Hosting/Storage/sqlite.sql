-- Grain state in one SQLite file, as Orleans' AdoNet provider asks for it: it reads its statements from OrleansQuery and passes their
-- parameters by name. Safe to run again on a database that has it.
PRAGMA journal_mode = WAL;

CREATE TABLE IF NOT EXISTS OrleansQuery
(
    QueryKey TEXT NOT NULL PRIMARY KEY,
    QueryText TEXT NOT NULL
);

-- The clear-text key is the primary key: the hashes that the provider also passes are not needed to find a row.
CREATE TABLE IF NOT EXISTS OrleansStorage
(
    ServiceId TEXT NOT NULL,
    GrainTypeString TEXT NOT NULL,
    GrainIdN0 INTEGER NOT NULL,
    GrainIdN1 INTEGER NOT NULL,
    GrainIdExtension TEXT NOT NULL,
    PayloadBinary BLOB NULL,
    ModifiedOn TEXT NOT NULL,
    Version INTEGER NOT NULL,
    PRIMARY KEY (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtension)
);

-- No row comes back where the stored version is not the writer's: the provider reports that as an inconsistent state.
INSERT OR REPLACE INTO OrleansQuery VALUES ('WriteToStorageKey', '
    INSERT INTO OrleansStorage (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtension, PayloadBinary, ModifiedOn, Version)
    VALUES (@ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, IFNULL(@GrainIdExtensionString, ''''), @PayloadBinary, datetime(''now''), 1)
    ON CONFLICT (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtension) DO UPDATE
    SET PayloadBinary = excluded.PayloadBinary, ModifiedOn = excluded.ModifiedOn, Version = Version + 1
    WHERE Version = @GrainStateVersion
    RETURNING Version AS NewGrainStateVersion;');

INSERT OR REPLACE INTO OrleansQuery VALUES ('ReadFromStorageKey', '
    SELECT PayloadBinary, Version FROM OrleansStorage
    WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
      AND GrainIdExtension = IFNULL(@GrainIdExtensionString, '''');');

INSERT OR REPLACE INTO OrleansQuery VALUES ('ClearStorageKey', '
    UPDATE OrleansStorage SET PayloadBinary = NULL, ModifiedOn = datetime(''now''), Version = Version + 1
    WHERE ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
      AND GrainIdExtension = IFNULL(@GrainIdExtensionString, '''') AND Version = @GrainStateVersion
    RETURNING Version AS NewGrainStateVersion;');
