-- A paper keeps which question versions it asks and under which ids, not their words again: versions never change.

CREATE OR REPLACE FUNCTION attempt_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'FINISHED' THEN
    RAISE EXCEPTION 'a finished attempt does not change' USING ERRCODE = 'P0001';
  END IF;
  IF (NEW."enrolmentId", NEW."quizId", NEW."personId", NEW.number, NEW."startedAt", NEW.paper) IS DISTINCT FROM
     (OLD."enrolmentId", OLD."quizId", OLD."personId", OLD.number, OLD."startedAt", OLD.paper) THEN
    RAISE EXCEPTION 'the paper of an attempt is frozen at its start' USING ERRCODE = 'P0001';
  END IF;
  RETURN NEW;
END $$;

-- What was shown and what the version has, side by side: the same words in both languages are the same item.
CREATE FUNCTION pg_temp.renamed(shown jsonb, items jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_agg(jsonb_build_array(s.item ->> 'id', i.item ->> 'id') ORDER BY s.at)
    FROM jsonb_array_elements(shown) WITH ORDINALITY s(item, at)
    JOIN jsonb_array_elements(items) i(item) ON i.item - 'id' = s.item - 'id'
$$;

ALTER TABLE "Attempt" DISABLE TRIGGER attempt_is_frozen;
UPDATE "Attempt" a SET paper = drawn.paper
  FROM (SELECT o.id, jsonb_build_object('slots', jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                 'slot', k.slot -> 'slot',
                 'questionVersionId', v.id,
                 'items', pg_temp.renamed(coalesce(p.slot #> '{question,options}', p.slot #> '{question,steps}', p.slot #> '{question,left}'),
                                          coalesce(v.content -> 'options', v.content -> 'steps', v.content -> 'left')),
                 'right', pg_temp.renamed(p.slot #> '{question,right}', v.content -> 'right')))
               ORDER BY (k.slot ->> 'slot')::int)) AS paper
          FROM "Attempt" o
          CROSS JOIN LATERAL jsonb_array_elements(o."paperKey" -> 'slots') k(slot)
          JOIN LATERAL jsonb_array_elements(o.paper -> 'slots') p(slot) ON p.slot -> 'slot' = k.slot -> 'slot'
          JOIN "QuestionVersion" v ON v.id = (k.slot ->> 'questionVersionId')::uuid
         GROUP BY o.id) drawn
 WHERE drawn.id = a.id;
ALTER TABLE "Attempt" ENABLE TRIGGER attempt_is_frozen;

ALTER TABLE "Attempt" DROP COLUMN "paperKey";
