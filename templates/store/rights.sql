-- Who may do what in a store on PostgreSQL. Run it once, as the database's owner, after `maturity store import` or
-- `open_store(…, create=True)` made the tables; running it again changes nothing.
--
--   consultant   reads the history, begins engagements and writes their own; never changes or deletes what was said
--   analyst      reads
--   (the owner)  merges spellings, adopts a model, makes backups and forgets customers
--
-- Then give each person a user of their own: CREATE ROLE amina LOGIN PASSWORD '…' IN ROLE consultant;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'consultant') THEN CREATE ROLE consultant NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'analyst') THEN CREATE ROLE analyst NOLOGIN; END IF;
END
$$;

-- an engagement belongs to the user who began it
ALTER TABLE engagement ALTER COLUMN owner SET DEFAULT current_user;

GRANT SELECT ON about, engagement, answer, fact, model, spelling, sitting TO consultant, analyst;

-- the logs are insert only: no right to update or delete is given to anybody
GRANT INSERT ON engagement, answer, fact, model TO consultant;
-- how far a live briefing has come is no answer, and is written over
GRANT INSERT, DELETE ON sitting TO consultant;
-- the row is derived anew with each answer; its key and its owner stay
GRANT UPDATE (
  slug, customer, held_on, country, industry, engineers, consultant, stage_since, platform, facts,
  marks, grades, claims, signals, achieved, ceiling, model, saved_at, proof
) ON engagement TO consultant;

ALTER TABLE engagement ENABLE ROW LEVEL SECURITY;
ALTER TABLE answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE fact ENABLE ROW LEVEL SECURITY;
ALTER TABLE sitting ENABLE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS readers_read ON engagement;
DROP POLICY IF EXISTS own_begun ON engagement;
DROP POLICY IF EXISTS own_written ON engagement;
-- for a consultant to read only their own, replace `true` by `owner = current_user` for that role
CREATE POLICY readers_read ON engagement FOR SELECT TO consultant, analyst USING (true);
CREATE POLICY own_begun ON engagement FOR INSERT TO consultant WITH CHECK (owner = current_user);
CREATE POLICY own_written ON engagement FOR UPDATE TO consultant
  USING (owner = current_user) WITH CHECK (owner = current_user);

DROP POLICY IF EXISTS readers_read ON answer;
DROP POLICY IF EXISTS own_said ON answer;
CREATE POLICY readers_read ON answer FOR SELECT TO consultant, analyst USING (true);
CREATE POLICY own_said ON answer FOR INSERT TO consultant
  WITH CHECK (EXISTS (SELECT FROM engagement e WHERE e.key = answer.engagement AND e.owner = current_user));

DROP POLICY IF EXISTS readers_read ON fact;
DROP POLICY IF EXISTS own_said ON fact;
CREATE POLICY readers_read ON fact FOR SELECT TO consultant, analyst USING (true);
CREATE POLICY own_said ON fact FOR INSERT TO consultant
  WITH CHECK (EXISTS (SELECT FROM engagement e WHERE e.key = fact.engagement AND e.owner = current_user));

DROP POLICY IF EXISTS readers_read ON sitting;
DROP POLICY IF EXISTS own_sat ON sitting;
CREATE POLICY readers_read ON sitting FOR SELECT TO consultant, analyst USING (true);
CREATE POLICY own_sat ON sitting FOR ALL TO consultant
  USING (EXISTS (SELECT FROM engagement e WHERE e.key = sitting.engagement AND e.owner = current_user))
  WITH CHECK (EXISTS (SELECT FROM engagement e WHERE e.key = sitting.engagement AND e.owner = current_user));
