import { Chart } from "../ui/Chart";
import type { Picture } from "./pictures";

export function PictureGrid({ pictures }: { pictures: Picture[] }) {
  if (pictures.length === 0) return null;
  return (
    <div className="pictures">
      {pictures.map((picture) => (
        <Chart key={picture.title} {...picture} />
      ))}
    </div>
  );
}
